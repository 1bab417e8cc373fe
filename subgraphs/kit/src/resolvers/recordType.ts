import { divisions } from '@hub/schema/divisions/divisions'
import { NEVER_SUPERSEDED, type StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { DivisionContext } from '../server/divisionContext.ts'
import { heldBackCodes } from './heldBackCodes.ts'

/** Resolvers of the fields that every record type has beside its own (interface CreditRecord, key `recordId`). */
export function recordType(family: RecordFamily) {
  const owner = divisions.find(({ name }) => name === family.division)
  return {
    ...heldBackCodes(family),
    __resolveReference: ({ recordId }: { recordId: string }, { loaders }: DivisionContext) =>
      loaders.byId(family, recordId, undefined),
    supersededAt: ({ supersededAt }: StoredRecord) =>
      supersededAt.getTime() === NEVER_SUPERSEDED.getTime() ? null : supersededAt,
    catalogueId: () => family.catalogueId,
    sourceDivision: () => owner?.enumValue,
    enterprise: ({ subjectId }: StoredRecord) => ({ subjectId }),
    history: ({ recordId }: StoredRecord, _: unknown, { loaders }: DivisionContext) =>
      loaders.history(family, recordId),
  }
}

/** Resolver of a root field that finds one record by its id. */
export function recordById(family: RecordFamily) {
  return (_root: unknown, { recordId, asOf }: { recordId: string; asOf?: Date | null }, { loaders }: DivisionContext) =>
    loaders.byId(family, recordId, asOf ?? undefined)
}

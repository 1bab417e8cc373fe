import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import { isAfter } from '../query/keysetCursor.ts'
import { type ListArguments, pageRequest } from '../query/listArguments.ts'
import { positionOf, type RecordConnection, recordConnection } from '../query/recordConnection.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

/** The subject that a field of Enterprise is asked of. */
export interface SubjectReference {
  subjectId: string
}

/**
 * Resolver of an Enterprise field that lists a family's records of that subject, as pages.
 * A whole page of enterprises costs one database call: the records come by loader and are cut into pages here.
 */
export function subjectRecords(family: RecordFamily) {
  return async (
    subject: SubjectReference,
    given: ListArguments,
    { loaders }: DivisionContext,
  ): Promise<RecordConnection> => {
    const request = pageRequest(family, given)
    const records = await loaders.ofSubject(family, subject.subjectId, request.asOf)
    const { order, after, first } = request
    const following =
      after === undefined ? records : records.filter((record) => isAfter(order, after, positionOf(order, record)))
    return recordConnection(following.slice(0, first + 1), request, () => records.length)
  }
}

/** Resolver of an Enterprise field that holds the subject's one record of a family: the first in the default order. */
export function subjectRecord(family: RecordFamily) {
  return async (
    subject: SubjectReference,
    { asOf }: { asOf?: Date | null },
    { loaders }: DivisionContext,
  ): Promise<StoredRecord | undefined> => {
    const [record] = await loaders.ofSubject(family, subject.subjectId, asOf ?? undefined)
    return record
  }
}

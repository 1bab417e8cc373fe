import { mayRead } from '@hub/schema/access/mayRead'
import { holdsCitizenId } from '@hub/schema/identifiers/holdsCitizenId'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import { sealedPaths } from '../sealing/sealedPaths.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

type Resolver = (record: StoredRecord, _: unknown, context: Pick<DivisionContext, 'caller'>) => unknown

/**
 * Resolvers of a family's codes that are sealed where somebody's citizen id stands in them: such a value is told like a
 * citizen id, to whoever may read what is internal to the division, whatever the level of the field (PIPL).
 */
export function heldBackCodes({
  definition,
  division,
  typeName,
}: Pick<RecordFamily, 'definition' | 'division' | 'typeName'>): Record<string, Resolver> {
  const codes = Object.entries(sealedPaths(definition)).filter(([, when]) => when === 'IF_CITIZEN_ID')
  return Object.fromEntries(
    codes.map(([field]) => [
      field,
      (record, _, { caller }) => {
        const value = (record as unknown as Record<string, unknown>)[field]
        if (typeof value !== 'string' || !holdsCitizenId(value)) return value
        const { subjectId } = record
        const isOpen = mayRead(caller, { division, coordinate: `${typeName}.${field}`, level: 'INTERNAL', subjectId })
        return isOpen ? value : null
      },
    ]),
  )
}

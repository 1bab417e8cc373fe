import type { RecordFamily } from '../family/recordFamily.ts'
import { type Condition, conditionOf } from '../query/fieldFilter.ts'
import { type ListArguments, pageRequest } from '../query/listArguments.ts'
import { type RecordConnection, recordConnection } from '../query/recordConnection.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

/** Lists show what is in force unless the filter asks for other states. */
const IN_FORCE: Condition = { recordState: 'CURRENT' }

/** Resolver of a family's root list: filters, order, keyset pages, `asOf`, a count when it is selected. */
export function familyList(family: RecordFamily) {
  return async (_root: unknown, given: ListArguments, { reader }: DivisionContext): Promise<RecordConnection> => {
    const request = pageRequest(family, given)
    const asked = conditionOf(family.filters, given.filter)
    const conditions = asked.some((condition) => 'recordState' in condition) ? asked : [IN_FORCE, ...asked]
    const { order, after, first, asOf } = request
    const found = await reader.page(family, { conditions, order, after, asOf, limit: first + 1 })
    return recordConnection(found, request, () => reader.count(family, conditions, asOf))
  }
}

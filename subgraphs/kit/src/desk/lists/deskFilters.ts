import type { DutyState } from '@hub/schema/calendar/dutyStanding'
import { type Condition, conditionOf, equals, type FilterMap, oneOf } from '../../query/fieldFilter.ts'
import type { Desk } from '../desk.ts'
import { daySpan, monthSpan } from './calendarSpan.ts'
import { dutyCondition } from './rowDuty.ts'

type Given = Record<string, unknown> | null | undefined

const batchFilters: FilterMap = {
  family: equals('family'),
  month: (month) => ({ startedAt: monthSpan(String(month), String(month)) }),
  state: equals('state'),
}

const rowFilters: FilterMap = {
  family: equals('family'),
  batchNo: equals('batchNo'),
  states: oneOf('state'),
  rule: (rule) => ({ faults: { $elemMatch: { rule } } }),
  unlinkedReason: equals('reason'),
}

const actFilters: FilterMap = {
  family: equals('family'),
  batchNo: equals('batchNo'),
  rowId: equals('rowId'),
  recordId: equals('recordId'),
  caller: equals('caller'),
  kind: equals('kind'),
}

/** What a filter asks of batches. */
export const batchConditions = (given: Given): Condition[] => conditions(batchFilters, 'startedAt', given)
/** What a filter asks of doubtful or unlinked rows of a desk. */
export function rowConditions({ importers }: Pick<Desk, 'importers'>, given: Given): Condition[] {
  const states = given?.dutyStates as DutyState[] | null | undefined
  return [...conditions(rowFilters, 'queuedAt', given), ...(states == null ? [] : [dutyCondition(importers, states)])]
}
/** What a filter asks of acts. */
export const actConditions = (given: Given): Condition[] => conditions(actFilters, 'at', given)

/** Dates bound the instant at `path`, both included. */
function conditions(filters: FilterMap, path: string, given: Given): Condition[] {
  const span = daySpan(given?.from as string | null | undefined, given?.to as string | null | undefined)
  return [...conditionOf(filters, given), ...(span === undefined ? [] : [{ [path]: span }])]
}

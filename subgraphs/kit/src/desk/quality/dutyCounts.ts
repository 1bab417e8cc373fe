import type { DutyState } from '@hub/schema/calendar/dutyStanding'
import type { DutyGroup } from './dutyGroups.ts'

/** Records to be reported in time, by how they stand; 待上报 is `due` and `dueSoon`, 已上报 `done` and `doneLate`. */
export interface DutyCounts {
  due: number
  dueSoon: number
  overdue: number
  done: number
  doneLate: number
}

/** Counts duties by how they stand. */
export function dutyCounts(groups: readonly Pick<DutyGroup, 'state' | 'rows'>[]): DutyCounts {
  const of = (wanted: DutyState) => groups.reduce((sum, { state, rows }) => (state === wanted ? sum + rows : sum), 0)
  return {
    due: of('DUE'),
    dueSoon: of('DUE_SOON'),
    overdue: of('OVERDUE'),
    done: of('DONE'),
    doneLate: of('DONE_LATE'),
  }
}

import { addDays } from './addDays.ts'
import { dutyStanding } from './dutyStanding.ts'

/** Days of the event at which the state of a duty changes, so that a database can be asked for a state by the event alone. */
export interface DutyBounds {
  /** Duties of earlier events are OVERDUE. */
  overdueBefore: string
  /** Those of events from then on are DUE; in between DUE_SOON. */
  dueFrom: string
}

/** No period is longer. */
const LONGEST_DAYS = 750

/** Where, among the days of events, the states of duties not done yet begin and end on a day; see `dutyStanding`. */
export function dutyBounds(duty: string, today: string): DutyBounds {
  const stateOn = (from: string) => dutyStanding({ duty, from }, today)?.state
  const earliest = addDays(today, -LONGEST_DAYS)
  let dueFrom = addDays(today, 1)
  while (dueFrom > earliest && stateOn(addDays(dueFrom, -1)) === 'DUE') dueFrom = addDays(dueFrom, -1)
  let overdueBefore = dueFrom
  while (overdueBefore > earliest && stateOn(addDays(overdueBefore, -1)) === 'DUE_SOON') {
    overdueBefore = addDays(overdueBefore, -1)
  }
  return { overdueBefore, dueFrom }
}

import { type DutyState, dutyStanding } from '@hub/schema/calendar/dutyStanding'
import type { ExportChange } from '../filePlan.ts'

/** A decision that no file has brought yet, and until when one has to (双公示: seven working days). */
export interface PendingDuty {
  readonly recordId: string
  /** YYYY-MM-DD. */
  readonly decidedOn: string
  /** Absent where the working-day calendar has no data. */
  readonly dueOn: string | undefined
  readonly state: DutyState
}

/** Notes of changes which decisions wait for a file, by record. */
export function noteWaiting(waiting: Map<string, string>, changes: readonly ExportChange[]): void {
  for (const { recordId, record } of changes) {
    const decidedOn = record?.decidedOn
    if (typeof decidedOn === 'string') waiting.set(recordId, decidedOn)
    else waiting.delete(recordId)
  }
}

/** What waits for a file is due when, the earliest decision first. @param today YYYY-MM-DD */
export function pendingDuties(waiting: ReadonlyMap<string, string>, today: string): PendingDuty[] {
  const duties = [...waiting].flatMap(([recordId, decidedOn]): PendingDuty[] => {
    const standing = dutyStanding({ duty: 'DECISION_REPORT', from: decidedOn }, today)
    return standing === undefined ? [] : [{ recordId, decidedOn, dueOn: standing.dueOn, state: standing.state }]
  })
  return duties.sort((one, other) => one.decidedOn.localeCompare(other.decidedOn))
}

import { type DutyState, dutyStanding } from '@hub/schema/calendar/dutyStanding'
import type { ExportChange } from '../planFile.ts'

/** A decision that no file has brought yet, and until when one has to (双公示: seven working days). */
export interface PendingDuty {
  readonly recordId: string
  /** YYYY-MM-DD. */
  readonly decidedOn: string
  /** Absent where the working-day calendar has no data. */
  readonly dueOn: string | undefined
  readonly state: DutyState
}

/** What of changes that wait for a file is due when, the earliest decision first. @param today YYYY-MM-DD */
export function pendingDuties(changes: readonly ExportChange[], today: string): PendingDuty[] {
  const waiting = new Map<string, string>()
  for (const { recordId, record } of changes) {
    const decidedOn = record?.decidedOn
    if (typeof decidedOn === 'string') waiting.set(recordId, decidedOn)
    else waiting.delete(recordId)
  }
  const duties = [...waiting].flatMap(([recordId, decidedOn]): PendingDuty[] => {
    const standing = dutyStanding({ duty: 'DECISION_REPORT', from: decidedOn }, today)
    return standing === undefined ? [] : [{ recordId, decidedOn, dueOn: standing.dueOn, state: standing.state }]
  })
  return duties.sort((one, other) => one.decidedOn.localeCompare(other.decidedOn))
}

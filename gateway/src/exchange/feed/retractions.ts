import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { AskHead } from './changeWatch.ts'
import { writeCursor } from './feedCursor.ts'
import type { FeedChangeKind, FeedEvent } from './feedEvent.ts'
import { MOST_EVENTS } from './feedQuestion.ts'
import type { FeedReader } from './feedReader.ts'

/** As whom the hub follows what is taken back: nothing of a division's is kept from its supervisor. */
export const RETRACTION_READER: CallerClaims = { caller: 'hub', role: 'INSPECTOR' }

/** Changes after which what was told before is not to be told again; a correction only makes it older. */
const TAKING_BACK: ReadonlySet<FeedChangeKind> = new Set(['WITHDRAWN', 'REPAIRED', 'RELINKED', 'MERGED', 'EXPIRED'])
/** Family of the subjects themselves. */
const SUBJECTS = 'subjects'
const WAIT_MILLIS = 60_000
const FIRST_PAUSE_MILLIS = 250
const LONGEST_PAUSE_MILLIS = 5_000

/** @param ids of records and subjects; undefined where it is not known which */
export type Retract = (division: DivisionName, ids: ReadonlySet<string> | undefined) => void

export interface RetractionParts {
  readonly reader: Pick<FeedReader, 'read' | 'changed'>
  readonly askHead: AskHead
  readonly retract: Retract
}

/** Follows the divisions' changes for what they take back, from now on. */
export class Retractions {
  private readonly cancellation = new Cancellation()

  constructor(private readonly parts: RetractionParts) {}

  follow(divisions: readonly DivisionName[]): void {
    for (const division of divisions) void this.followOne(division)
  }

  close(): void {
    this.cancellation.cancel()
  }

  private async followOne(division: DivisionName): Promise<void> {
    let after: string | undefined
    let pause = FIRST_PAUSE_MILLIS
    while (!this.cancellation.cancelled) {
      try {
        after = after === undefined ? await this.begin(division) : await this.advance(division, after)
        pause = FIRST_PAUSE_MILLIS
      } catch {
        await this.rest(pause)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
      }
    }
  }

  /** Where following begins; what was taken back before that is not known. */
  private async begin(division: DivisionName): Promise<string> {
    const head = await this.parts.askHead({ division, after: 0, waitMillis: 0 }, this.cancellation)
    this.parts.retract(division, undefined)
    return writeCursor({ [division]: head })
  }

  /** @returns the cursor of the next page @throws Error while the division is out */
  private async advance(division: DivisionName, after: string): Promise<string> {
    const { reader, retract } = this.parts
    const question = { caller: RETRACTION_READER, divisions: [division], families: undefined, after }
    const { cancellation } = this
    if (!(await reader.changed({ ...question, millis: WAIT_MILLIS, cancellation }))) return after
    const page = await reader.read({ ...question, first: MOST_EVENTS }, cancellation)
    const [behind] = page.behind
    if (behind !== undefined) throw new Error(behind.code)
    const ids = new Set(page.events.filter(({ kind }) => TAKING_BACK.has(kind)).flatMap(idsOf))
    if (ids.size > 0) retract(division, ids)
    return page.next
  }

  private async rest(millis: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        this.cancellation.remove(end)
        resolve()
      }
      const timer = setTimeout(end, millis)
      this.cancellation.add(end)
    })
  }
}

function idsOf({ family, recordId, subjectId, formerSubjectId }: FeedEvent): string[] {
  return family === SUBJECTS ? [recordId, subjectId, ...(formerSubjectId ? [formerSubjectId] : [])] : [recordId]
}

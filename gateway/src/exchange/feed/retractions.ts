import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { TakenBack } from '../../execution/stale/takenBack.ts'
import type { AskHead } from './changeWatch.ts'
import { writeCursor } from './feedCursor.ts'
import type { FeedChangeKind, FeedEvent, FeedPage } from './feedEvent.ts'
import { MOST_EVENTS } from './feedQuestion.ts'
import type { FeedReader } from './feedReader.ts'

/** As whom the hub follows what is taken back: nothing of a division's is kept from its supervisor. */
export const RETRACTION_READER: CallerClaims = { caller: 'hub', role: 'INSPECTOR' }

/**
 * The change after which whatever was told before is as open as it was; there was nothing. Any other may take it back: a
 * correction closes a record as a withdrawal does where its fields say who may know of it (a penalty's grade, repair status, publicity).
 */
const FIRST_REPORT: FeedChangeKind = 'CREATED'
const WAIT_MILLIS = 60_000
const CLOCKS_DIFFER_MILLIS = 60_000
const FIRST_PAUSE_MILLIS = 250
const LONGEST_PAUSE_MILLIS = 5_000

/** @param taken undefined where it is not known what */
export type Retract = (division: DivisionName, taken: TakenBack | undefined) => void

export interface RetractionParts {
  readonly reader: Pick<FeedReader, 'read' | 'changed'>
  readonly askHead: AskHead
  readonly retract: Retract
}

/** Follows the divisions' changes for what they take back, from now on. */
export class Retractions {
  private readonly cancellation = new Cancellation()
  /** Nobody was answered before; by the divisions' clocks, which may be behind. */
  private readonly since = Date.now() - CLOCKS_DIFFER_MILLIS

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

  /**
   * Where following begins: with the last page that there is. What it does not reach back to may have been taken back
   * since somebody was answered; before this hub ran, nobody was.
   */
  private async begin(division: DivisionName): Promise<string> {
    const head = await this.parts.askHead({ division, after: 0, waitMillis: 0 }, this.cancellation)
    const from = Math.max(0, head - MOST_EVENTS)
    const page = await this.read(division, writeCursor({ [division]: from }))
    const [first] = page.events
    const reachesBack = from === 0 || (first !== undefined && Date.parse(first.recordedAt) < this.since)
    if (reachesBack) this.retract(division, page)
    else this.parts.retract(division, undefined)
    return page.next
  }

  /** @returns the cursor of the next page @throws Error while the division is out */
  private async advance(division: DivisionName, after: string): Promise<string> {
    const { cancellation } = this
    const wait = { caller: RETRACTION_READER, divisions: [division], families: undefined, millis: WAIT_MILLIS }
    if (!(await this.parts.reader.changed({ ...wait, after, cancellation }))) return after
    const page = await this.read(division, after)
    this.retract(division, page)
    return page.next
  }

  /** @throws Error while the division is out */
  private async read(division: DivisionName, after: string): Promise<FeedPage> {
    const question = { caller: RETRACTION_READER, divisions: [division], after, first: MOST_EVENTS }
    const page = await this.parts.reader.read(question, this.cancellation)
    const [behind] = page.behind
    if (behind !== undefined) throw new Error(behind.code)
    return page
  }

  private retract(division: DivisionName, { events }: FeedPage): void {
    const taken = events.filter(({ kind, recordedAt }) => kind !== FIRST_REPORT && Date.parse(recordedAt) >= this.since)
    if (taken.length > 0) this.parts.retract(division, takenBack(taken))
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

/** By type; undefined where one of a family is among them whose type is not known. */
function takenBack(events: readonly FeedEvent[]): TakenBack | undefined {
  const taken = new Map<string, Set<string>>()
  for (const { family, recordId, subjectId, formerSubjectId } of events) {
    const type = recordFamilies.find((known) => known.family === family)?.typeName
    if (type === undefined) return undefined
    const ids = taken.get(type) ?? new Set()
    for (const id of [recordId, subjectId, formerSubjectId]) if (id != null) ids.add(id)
    taken.set(type, ids)
  }
  return taken
}

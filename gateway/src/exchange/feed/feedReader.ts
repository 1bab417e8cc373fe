import { randomUUID } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { AccessEvidence } from '../../evidence/access/accessEvidence.ts'
import type { Audience } from '../../execution/audience.ts'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { ChangeWatch } from './changeWatch.ts'
import type { DivisionFeed, DivisionRead } from './divisionFeed.ts'
import { toldDivisions } from './eventQuery.ts'
import { type FeedPosition, NOT_BEGUN, readCursor, readSnapshot, type SnapshotEnds, writeCursor } from './feedCursor.ts'
import type { DivisionBehind, FeedEvent, FeedPage } from './feedEvent.ts'
import { askedDivisions, type FeedQuestion } from './feedQuestion.ts'
import { mergeEvents } from './mergeEvents.ts'

export interface FeedReaderParts {
  readonly divisions: Pick<DivisionFeed, 'read'>
  readonly watch: Pick<ChangeWatch, 'beyond'>
  readonly audienceOf: (caller: CallerClaims) => Audience
  /** Keeps evidence of what is told. */
  readonly evidence: Pick<AccessEvidence, 'keep'>
}

/** Who waits, for changes of what, behind which page. */
export interface ChangeWait extends Pick<FeedQuestion, 'caller' | 'divisions' | 'families'> {
  /** Cursor of the last page. */
  readonly after: string | undefined
  /** What that page named as behind: it is not waited for, or whoever reads a division that is out would never rest. */
  readonly behind?: readonly DivisionBehind[] | undefined
  readonly millis: number
  readonly cancellation?: Cancellation | undefined
}

/** Where the reading of one division stands within one page. */
interface Progress {
  readonly division: DivisionName
  readonly families: readonly string[] | undefined
  at: number
  snapshotTo: number | undefined
  hasMore: boolean
  events: FeedEvent[]
  behind?: DivisionBehind
}

interface Ask {
  readonly audience: Audience
  readonly question: FeedQuestion
  readonly cancellation: Cancellation
}

/**
 * Reads what has changed in the divisions, for any caller, by the way that queries take: his audience's schema, the
 * divisions' own guards, masks and rows, and evidence before anything is given out.
 */
export class FeedReader {
  constructor(private readonly parts: FeedReaderParts) {}

  /**
   * Waits until there may be more than a page gave, without asking again and again: true as soon as there may be, false
   * when the time is over or the wait was cancelled.
   * @throws HubError as `read`
   */
  async changed({ after, behind = [], millis, cancellation, ...question }: ChangeWait): Promise<boolean> {
    const position = readCursor(after)
    const told = toldDivisions(this.parts.audienceOf(question.caller).schema)
    const divisions = [...askedDivisions({ ...question, first: 1 }, told).keys()].filter(
      (name) => !behind.some(({ division }) => division === name),
    )
    return this.parts.watch.beyond(position, { divisions, millis, cancellation })
  }

  /**
   * One page of changes. A division that is out is named in `behind`, and its part of the cursor stays where it was.
   * @throws HubError HUB_FEED_CURSOR_INVALID, BAD_USER_INPUT, HUB_DISCLOSURE_DENIED, HUB_EVIDENCE_UNAVAILABLE
   * @throws ExchangeBroken when it was cancelled
   */
  async read(question: FeedQuestion, cancellation = new Cancellation()): Promise<FeedPage> {
    const { after, snapshot: isSnapshot = false } = question
    const position = readCursor(after)
    const ends = readSnapshot(after)
    const fresh = isSnapshot && (after === undefined || after === '') ? NOT_BEGUN : undefined
    const audience = this.parts.audienceOf(question.caller)
    const asked = askedDivisions(question, toldDivisions(audience.schema))
    const progress = [...asked].map(
      ([division, families]): Progress => ({
        division,
        families,
        at: position[division] ?? 0,
        snapshotTo: ends[division] ?? fresh,
        hasMore: true,
        events: [],
      }),
    )
    const ask = { audience, question, cancellation }
    // Divisions share the page evenly; what one leaves of its share goes to those that have more.
    for (let left = question.first; left > 0; ) {
      const open = progress.filter(({ hasMore, behind }) => hasMore && behind === undefined).slice(0, left)
      if (open.length === 0) break
      const share = Math.floor(left / open.length)
      const looked = await Promise.all(open.map((one) => this.advance(one, share, ask)))
      left -= looked.reduce((sum, count) => sum + count, 0)
    }
    return pageOf(position, ends, progress)
  }

  /** Reads on in one division. @returns how many of its events were looked at */
  private async advance(progress: Progress, first: number, ask: Ask): Promise<number> {
    const { division, families, at: after, snapshotTo } = progress
    const { audience, question, cancellation } = ask
    const { caller, request } = question
    const asked = { audience, caller, division, after, first, families, snapshotTo, requestId: request?.requestId }
    const reading = this.parts.divisions.read(asked, cancellation)
    const read = await beforeDeadline(reading, question.deadlineAt)
    if (read === undefined || 'behind' in read.page) {
      const late = { division, code: 'HUB_DIVISION_TIMEOUT' }
      progress.behind = read !== undefined && 'behind' in read.page ? read.page.behind : late
      return 0
    }
    const { ready, answer, page } = read
    const { subjectIds } = question
    const events = subjectIds ? page.events.filter((event) => concerns(event, subjectIds)) : page.events
    // A page without events tells nothing about anyone.
    if (events.length > 0) await this.keepEvidence(ask, ready, answer, events)
    progress.events.push(...events)
    progress.at = page.next
    progress.hasMore = page.hasMore
    if (snapshotTo !== undefined) progress.snapshotTo = page.snapshotTo ?? undefined
    return page.next - after
  }

  private async keepEvidence(
    { audience: { schema }, question: { caller, request } }: Ask,
    ready: DivisionRead['ready'],
    answer: DivisionRead['answer'],
    events: readonly FeedEvent[],
  ): Promise<void> {
    const { requestId = randomUUID(), address = '', client, looker, grounds } = request ?? {}
    const named = events.flatMap(({ subjectId, formerSubjectId }) => [subjectId, formerSubjectId ?? []].flat())
    const subjectIds = [...new Set(named)]
    const context = { caller: looker ?? caller, requestId, address, client, grounds }
    await this.parts.evidence.keep({ context, schema, ready, answer: { ...answer, subjectIds } })
  }
}

/** What a division said, or undefined when it has not by then; others may go on waiting for it. */
async function beforeDeadline(
  reading: Promise<DivisionRead>,
  at: number | undefined,
): Promise<DivisionRead | undefined> {
  if (at === undefined) return reading
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, at - performance.now()), undefined)
  })
  // One that fails after that has nobody to tell.
  reading.catch(() => undefined)
  return Promise.race([reading, late]).finally(() => clearTimeout(timer))
}

/** A record that has gone from a subject to another concerns both. */
function concerns({ subjectId, formerSubjectId }: FeedEvent, subjectIds: readonly string[]): boolean {
  return subjectIds.includes(subjectId) || (formerSubjectId != null && subjectIds.includes(formerSubjectId))
}

function pageOf(before: FeedPosition, endsBefore: SnapshotEnds, progress: readonly Progress[]): FeedPage {
  const at = { ...before, ...Object.fromEntries(progress.map(({ division, at: now }) => [division, now])) }
  const ends = progress.flatMap(({ division, snapshotTo }) =>
    snapshotTo === undefined ? [] : [[division, snapshotTo]],
  )
  return {
    events: mergeEvents(progress.map(({ events }) => events)),
    next: writeCursor(at, { ...endsBefore, ...(Object.fromEntries(ends) as SnapshotEnds) }),
    hasMore: progress.some(({ hasMore, behind }) => hasMore && behind === undefined),
    behind: progress.flatMap(({ behind }) => behind ?? []),
  }
}

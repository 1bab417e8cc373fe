import type { DivisionName } from '@hub/schema/divisions/divisions'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { FeedPosition } from './feedCursor.ts'

/** How long a division is asked to wait for news. */
const WAIT_MILLIS = 5_000
/** News that follow closely on others are told together. */
const GATHER_MILLIS = 20
/** Nothing new sooner than this is no answer to a question that waits. */
const HASTY_MILLIS = 1_000
const FIRST_PAUSE_MILLIS = 250
const LONGEST_PAUSE_MILLIS = 5_000

/** Asks a division for its last number, once that is beyond the one known or the time is over. */
export type AskHead = (question: HeadQuestion, cancellation: Cancellation) => Promise<number>

export interface HeadQuestion {
  readonly division: DivisionName
  /** The number known. */
  readonly after: number
  readonly waitMillis: number
}

/**
 * Knows how far each division has come. One waiting question per division serves all who wait in this hub; it is asked
 * only while somebody waits. What is told here is a hint: readers find out for themselves what there is.
 */
export class ChangeWatch {
  private readonly heads = new Map<DivisionName, number>()
  private readonly waiting = new Set<() => void>()
  private readonly watched = new Set<DivisionName>()
  private readonly cancellation = new Cancellation()

  constructor(private readonly ask: AskHead) {}

  /**
   * Whether a division has come further than a position: as soon as one has, or false when the time is over or the wait
   * was cancelled.
   */
  async beyond(position: FeedPosition, { divisions: of, millis, cancellation }: WaitOptions): Promise<boolean> {
    const isBeyond = (): boolean => of.some((name) => (this.heads.get(name) ?? 0) > (position[name] ?? 0))
    if (isBeyond() || this.cancellation.cancelled || millis <= 0) return isBeyond()
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        this.waiting.delete(look)
        cancellation?.remove(end)
        resolve(isBeyond())
      }
      const look = (): void => {
        if (isBeyond() || this.cancellation.cancelled) end()
      }
      const timer = setTimeout(end, millis)
      this.waiting.add(look)
      cancellation?.add(end)
      for (const name of of) void this.watch(name)
    })
  }

  /** Answers all who wait. */
  close(): void {
    this.cancellation.cancel()
    this.tell()
  }

  private tell(): void {
    for (const look of [...this.waiting]) look()
  }

  private async watch(division: DivisionName): Promise<void> {
    if (this.watched.has(division)) return
    this.watched.add(division)
    let pause = FIRST_PAUSE_MILLIS
    while (this.waiting.size > 0 && !this.cancellation.cancelled) {
      try {
        const begun = performance.now()
        const known = this.heads.get(division)
        const head = await this.ask(
          { division, after: known ?? 0, waitMillis: known === undefined ? 0 : WAIT_MILLIS },
          this.cancellation,
        )
        pause = FIRST_PAUSE_MILLIS
        this.heads.set(division, Math.max(head, known ?? 0))
        const isNews = head > (known ?? 0)
        if (isNews) this.tell()
        // One that does not wait as it is asked to is not asked without end.
        const isHasty = !isNews && known !== undefined && performance.now() - begun < HASTY_MILLIS
        await delay(isHasty ? HASTY_MILLIS : GATHER_MILLIS)
      } catch {
        await delay(pause)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
      }
    }
    this.watched.delete(division)
  }
}

export interface WaitOptions {
  /** Those waited for. A reader who is not told one waits without it: his position in it never moves. */
  readonly divisions: readonly DivisionName[]
  readonly millis: number
  readonly cancellation?: Cancellation | undefined
}

const delay = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis))

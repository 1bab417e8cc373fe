import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { readCursor } from '../feed/feedCursor.ts'

/** How far a partner has come by an agreement that it reads. */
export interface PullPosition {
  readonly agreement: string
  /** Number of the last page that it has. */
  readonly page: number
  /** Version of the agreement by which that page was planned; 0 before the first. */
  readonly terms: number
  /** Cursor of the feed behind that page; null at the beginning of the snapshot. */
  readonly after: string | null
}

const MARK = 'a1.'
const LONGEST = 2_000
const whole = z.number().int().min(0)
const shape = z.tuple([z.string(), whole, whole, z.string().nullable()])

/** A position as text that the partner keeps and gives back: with it, it says that it has everything up to there. */
export function writePullCursor({ agreement, page, terms, after }: PullPosition): string {
  return MARK + Buffer.from(JSON.stringify([agreement, page, terms, after])).toString('base64url')
}

/**
 * The position in a cursor; undefined where there is none.
 * @throws HubError HUB_FEED_CURSOR_INVALID for what is no cursor of this agreement
 */
export function readPullCursor(agreement: string, cursor: string | undefined): PullPosition | undefined {
  if (cursor === undefined || cursor === '') return undefined
  try {
    if (!cursor.startsWith(MARK) || cursor.length > LONGEST) throw new Error('no cursor of an agreement')
    const text = Buffer.from(cursor.slice(MARK.length), 'base64url').toString('utf8')
    const [of, page, terms, after] = shape.parse(JSON.parse(text))
    if (of !== agreement) throw new Error('a cursor of another agreement')
    readCursor(after ?? undefined)
    return { agreement, page, terms, after }
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_FEED_CURSOR_INVALID', undefined, { cause })
  }
}

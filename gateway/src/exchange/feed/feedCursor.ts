import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

/** How far a reader has come: the number of the last event that he has seen, by division; 0 or absent at the beginning. */
export type FeedPosition = Readonly<Record<string, number>>

const PREFIX = 'f1.'
const LONGEST = 1_000

const position = z.record(z.string().max(100), z.number().int().min(0))

/** A position as text that its reader keeps and gives back, and need not understand. */
export function writeCursor(at: FeedPosition): string {
  const moved = Object.entries(at).filter(([, sequence]) => sequence > 0)
  return PREFIX + Buffer.from(JSON.stringify(Object.fromEntries(moved.sort()))).toString('base64url')
}

/**
 * The position in a cursor; the beginning where there is none.
 * @throws HubError HUB_FEED_CURSOR_INVALID for anything that `writeCursor` has not written
 */
export function readCursor(cursor: string | undefined): FeedPosition {
  if (cursor === undefined || cursor === '') return {}
  try {
    if (!cursor.startsWith(PREFIX) || cursor.length > LONGEST) throw new Error('another shape')
    const read = position.parse(JSON.parse(Buffer.from(cursor.slice(PREFIX.length), 'base64url').toString('utf8')))
    if (writeCursor(read) !== cursor) throw new Error('not as it was written')
    return read
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_FEED_CURSOR_INVALID', undefined, { cause })
  }
}

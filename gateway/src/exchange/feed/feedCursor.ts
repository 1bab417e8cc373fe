import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

/** How far a reader has come: the number of the last event that he has seen, by division; 0 or absent at the beginning. */
export type FeedPosition = Readonly<Record<string, number>>

/**
 * Where a reader is in the middle of a snapshot, by division: the number up to which only what still stands is told, or
 * `NOT_BEGUN` while the division has not said. Absent for divisions whose snapshot is over, or who never began with one.
 */
export type SnapshotEnds = Readonly<Record<string, number>>

/** The end of a snapshot that a division has not been asked for yet: what it holds when it is. */
export const NOT_BEGUN = -1

const CHANGES = 'f1.'
const SNAPSHOT = 's1.'
const LONGEST = 1_000

const sequence = z.number().int()
const position = z.record(z.string().max(100), sequence.min(0))
const ends = z.record(z.string().max(100), sequence.min(NOT_BEGUN))

/** A position as text that its reader keeps and gives back, and need not understand. */
export function writeCursor(at: FeedPosition, snapshot: SnapshotEnds = {}): string {
  const moved = sorted(Object.entries(at).filter(([, last]) => last > 0))
  const open = sorted(Object.entries(snapshot).filter(([name, end]) => end === NOT_BEGUN || end > (at[name] ?? 0)))
  return Object.keys(open).length === 0 ? CHANGES + encoded(moved) : SNAPSHOT + encoded([moved, open])
}

/**
 * The position in a cursor; the beginning where there is none.
 * @throws HubError HUB_FEED_CURSOR_INVALID for anything that `writeCursor` has not written
 */
export function readCursor(cursor: string | undefined): FeedPosition {
  return readWhole(cursor)[0]
}

/**
 * Where the reader of a cursor is in the middle of a snapshot.
 * @throws HubError HUB_FEED_CURSOR_INVALID
 */
export function readSnapshot(cursor: string | undefined): SnapshotEnds {
  return readWhole(cursor)[1]
}

function readWhole(cursor: string | undefined): readonly [FeedPosition, SnapshotEnds] {
  if (cursor === undefined || cursor === '') return [{}, {}]
  try {
    if (cursor.length > LONGEST) throw new Error('too long')
    const value: unknown = JSON.parse(Buffer.from(cursor.slice(CHANGES.length), 'base64url').toString('utf8'))
    const read: readonly [FeedPosition, SnapshotEnds] = cursor.startsWith(SNAPSHOT)
      ? z.tuple([position, ends]).parse(value)
      : [position.parse(value), {}]
    if (writeCursor(...read) !== cursor) throw new Error('not as it was written')
    return read
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_FEED_CURSOR_INVALID', undefined, { cause })
  }
}

const sorted = (entries: [string, number][]): Record<string, number> => Object.fromEntries(entries.sort())

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

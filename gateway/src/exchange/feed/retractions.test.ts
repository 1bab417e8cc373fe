import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './feedCursor.ts'
import type { FeedChangeKind, FeedEvent } from './feedEvent.ts'
import { type RetractionParts, Retractions } from './retractions.ts'

const KINDS: readonly FeedChangeKind[] = [
  'CREATED',
  'CORRECTED',
  'WITHDRAWN',
  'REPAIRED',
  'RELINKED',
  'MERGED',
  'EXPIRED',
]
const HARMLESS: readonly FeedChangeKind[] = ['CREATED', 'CORRECTED']
const DIVISION = 'trade'
const LATER = '2999-01-01T00:00:00Z'

/** A division that has so many events and gives a few at a time; now and then it is out. */
class Division implements Pick<RetractionParts, 'reader' | 'askHead'> {
  private asked = 0

  constructor(
    private readonly events: readonly Pick<FeedEvent, 'kind' | 'recordId'>[],
    private readonly before: number,
    private readonly failsAt: ReadonlySet<number>,
  ) {}

  readonly askHead = async (): Promise<number> => {
    this.mayFail()
    return this.before
  }

  readonly reader: RetractionParts['reader'] = {
    changed: async ({ after }) => {
      await new Promise((resolve) => setTimeout(resolve, 0))
      return (readCursor(after)[DIVISION] ?? 0) < this.events.length
    },
    read: async ({ after }) => {
      const at = readCursor(after)[DIVISION] ?? 0
      const behind = this.failsAt.has(this.asked++) ? [{ division: DIVISION, code: 'HUB_DIVISION_TIMEOUT' }] : []
      const events = behind.length > 0 ? [] : this.events.slice(at, at + 3)
      const told = events.map((event) => ({ ...event, family: 'liquor-filings', recordedAt: LATER }) as FeedEvent)
      return { events: told, next: writeCursor({ [DIVISION]: at + events.length }), hasMore: false, behind }
    },
  }

  private mayFail(): void {
    if (this.failsAt.has(this.asked++)) throw new Error('out')
  }
}

test('everything that is taken back since the hub runs is told, and nothing else, through whatever outages', async () => {
  const event = fc.record({ kind: fc.constantFrom(...KINDS), recordId: fc.uuid() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 9 }),
      fc.nat(3),
      fc.constantFrom<number[]>([], [1]),
      async (events, before, failures) => {
        const told: (ReadonlySet<string> | undefined)[] = []
        const division = new Division(events, Math.min(before, events.length), new Set(failures))
        const retractions = new Retractions({ ...division, retract: (_, ids) => told.push(ids) })
        retractions.follow([DIVISION])
        const expected = events.filter(({ kind }) => !HARMLESS.includes(kind))
        const ids = () => told.flatMap((some) => [...(some ?? [])])
        await expect.poll(() => ids().length, { interval: 5 }).toBe(expected.length)
        retractions.close()
        expect(ids()).toEqual(expected.map(({ recordId }) => recordId))
        expect(told).not.toContain(undefined)
      },
    ),
    { numRuns: 40 },
  )
})

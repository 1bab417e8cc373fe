import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TakenBack } from '../../execution/stale/takenBack.ts'
import { readCursor, writeCursor } from './feedCursor.ts'
import type { FeedChangeKind, FeedEvent } from './feedEvent.ts'
import { MOST_EVENTS } from './feedQuestion.ts'
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
const HARMLESS: readonly FeedChangeKind[] = ['CREATED']
const DIVISION = 'trade'
const BEFORE = '2000-01-01T00:00:00Z'
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
        const told: (TakenBack | undefined)[] = []
        const division = new Division(events, Math.min(before, events.length), new Set(failures))
        const retractions = new Retractions({ ...division, retract: (_, taken) => told.push(taken) })
        retractions.follow([DIVISION])
        const expected = events.filter(({ kind }) => !HARMLESS.includes(kind))
        const ids = () => told.flatMap((some) => [...(some?.get('LiquorOperatorRecord') ?? [])])
        await expect.poll(() => ids().length, { interval: 5 }).toBe(expected.length)
        retractions.close()
        expect(ids()).toEqual(expected.map(({ recordId }) => recordId))
        expect(told).not.toContain(undefined)
      },
    ),
    { numRuns: 40 },
  )
})

describe('of a division that has more events than are read to begin with', () => {
  const HEAD = MOST_EVENTS + 7
  const withdrawn = (recordId: string, recordedAt: string) =>
    ({ kind: 'WITHDRAWN', family: 'liquor-filings', recordId, recordedAt }) as FeedEvent

  /** What is told of its last page, and where that was read from. */
  async function begun(events: readonly FeedEvent[]) {
    const told: (TakenBack | undefined)[] = []
    const read: (number | undefined)[] = []
    const page = { events, next: writeCursor({ [DIVISION]: HEAD }), hasMore: false, behind: [] }
    const retractions = new Retractions({
      askHead: async () => HEAD,
      reader: {
        read: async ({ after }) => {
          read.push(readCursor(after)[DIVISION])
          return page
        },
        // Nothing more happens.
        changed: () => new Promise<boolean>(() => {}),
      },
      retract: (_, taken) => told.push(taken),
    })
    retractions.follow([DIVISION])
    await expect.poll(() => read.length, { interval: 5 }).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    retractions.close()
    return { told, read }
  }

  test('everything is forgotten where the last page does not reach back to when the hub began', async () => {
    const everything = { told: [undefined], read: [HEAD - MOST_EVENTS] }
    expect(await begun([withdrawn('R1', LATER)])).toEqual(everything)
    expect(await begun([])).toEqual(everything)
  })

  test('where it does, what was taken back since then', async () => {
    const { told } = await begun([withdrawn('R1', BEFORE), withdrawn('R2', BEFORE), withdrawn('R3', LATER)])
    expect(told).toEqual([new Map([['LiquorOperatorRecord', new Set(['R3'])]])])
    expect((await begun([withdrawn('R1', BEFORE)])).told).toEqual([])
  })

  test('what is taken back is told by type, with all whom it concerns or did; all where the type is not known', async () => {
    const relinked = { ...withdrawn('R1', LATER), subjectId: 'S1', formerSubjectId: 'S2' }
    const renamed = { ...withdrawn('S3', LATER), family: 'subjects', subjectId: 'S3', formerSubjectId: null }
    const { told } = await begun([withdrawn('R0', BEFORE), relinked, renamed])
    expect(told).toEqual([
      new Map([
        ['LiquorOperatorRecord', new Set(['R1', 'S1', 'S2'])],
        ['Enterprise', new Set(['S3'])],
      ]),
    ])
    const unknown = { ...withdrawn('R2', LATER), family: 'of tomorrow' }
    expect((await begun([withdrawn('R0', BEFORE), relinked, unknown])).told).toEqual([undefined])
  })
})

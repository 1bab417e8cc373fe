import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import fc from 'fast-check'
import { buildSchema } from 'graphql'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AnsweredRequest } from '../../evidence/access/accessEvidence.ts'
import type { Audience } from '../../execution/audience.ts'
import type { DivisionQuestion, DivisionRead } from './divisionFeed.ts'
import { eventsField } from './eventQuery.ts'
import type { FeedEvent } from './feedEvent.ts'
import type { FeedQuestion } from './feedQuestion.ts'
import { FeedReader, type FeedReaderParts } from './feedReader.ts'

const names = divisions.map(({ name }) => name)
const schema = buildSchema(`type Query { ${names.map((name) => `${eventsField(name)}: Int`).join('\n')} }`)
const caller = { caller: 'platform', role: 'CREDIT_PLATFORM' } as const
const watch = { beyond: async () => false }
const subjects = ['S1', 'S2', 'S3']

/** Divisions as lists of changes, and whether they are out. */
class NaiveDivisions {
  private readonly changes = new Map<DivisionName, FeedEvent[]>(names.map((name) => [name, []]))
  readonly out = new Set<DivisionName>()
  asked: DivisionQuestion[] = []

  commit(division: DivisionName, subjectId: string, formerSubjectId: string | null = null): void {
    const before = this.of(division)
    const sequence = before.length + 1
    const made = {
      kind: 'CREATED',
      family: 'penalties',
      recordId: `R${sequence}`,
      version: 1,
      effectiveOn: null,
    } as const
    const recordedAt = new Date(sequence * 1_000).toISOString()
    before.push({
      id: `${division}-${sequence}`,
      division,
      sequence,
      subjectId,
      recordedAt,
      record: null,
      formerSubjectId,
      ...made,
    })
  }

  all(): FeedEvent[] {
    return [...this.changes.values()].flat()
  }

  of(division: DivisionName): FeedEvent[] {
    return this.changes.get(division) ?? []
  }

  async read(question: DivisionQuestion): Promise<DivisionRead> {
    this.asked.push(question)
    const { division, after, first } = question
    const events = this.of(division).slice(after, after + first)
    const behind = { division, code: 'HUB_DIVISION_UNAVAILABLE' }
    const hasMore = this.of(division).length > after + first
    const page = this.out.has(division)
      ? { behind }
      : { events, next: after + events.length, hasMore, snapshotTo: null }
    return { page, ready: { division }, answer: { division } } as unknown as DivisionRead
  }
}

let divided: NaiveDivisions
let reader: FeedReader
beforeEach(() => {
  divided = new NaiveDivisions()
  reader = readerOf(divided)
})

const unkept = { keep: async () => undefined }

function readerOf(naive: NaiveDivisions, evidence: FeedReaderParts['evidence'] = unkept): FeedReader {
  const audienceOf = () => ({ key: 'a', schema }) as unknown as Audience
  return new FeedReader({ divisions: naive, watch, audienceOf, evidence })
}

/** Reads pages until there is no more; an outage ends it too. */
async function readOn(from: FeedReader, question: Partial<FeedQuestion>) {
  const events: FeedEvent[] = []
  for (let after = question.after; ; ) {
    const page = await from.read({ caller, first: 5, ...question, after })
    expect(page.events.length).toBeLessThanOrEqual(question.first ?? 5)
    events.push(...page.events)
    after = page.next
    if (!page.hasMore) return { events, next: after, behind: page.behind }
  }
}

const commit = fc.record({
  division: fc.constantFrom(...names),
  subjectId: fc.constantFrom(...subjects),
})
const step = fc.record({
  commits: fc.array(commit, { maxLength: 12 }),
  out: fc.subarray([...names]),
  first: fc.integer({ min: 1, max: 30 }),
})

describe('a reader who keeps his cursor', () => {
  test('is told everything once, every division in order, whatever is out in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const naive = new NaiveDivisions()
        const told: FeedEvent[] = []
        let after: string | undefined
        for (const { commits, out, first } of [...steps, { commits: [], out: [], first: 3 }]) {
          for (const { division, subjectId } of commits) naive.commit(division, subjectId)
          naive.out.clear()
          for (const division of out) naive.out.add(division)
          const { events, next, behind } = await readOn(readerOf(naive), { after, first })
          expect(behind.map(({ division }) => division).sort()).toEqual([...out].sort())
          told.push(...events)
          after = next
        }
        for (const name of names) expect(told.filter(({ division }) => division === name)).toEqual(naive.of(name))
      }),
    )
  })

  test('may ask for some subjects only: the same, without the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { maxLength: 40 }), fc.subarray(subjects), async (commits, subjectIds) => {
        const naive = new NaiveDivisions()
        for (const { division, subjectId } of commits) naive.commit(division, subjectId)
        const { events } = await readOn(readerOf(naive), { subjectIds })
        const ids = (list: FeedEvent[]) => list.map(({ id }) => id).sort()
        expect(ids(events)).toEqual(ids(naive.all().filter((one) => subjectIds.includes(one.subjectId))))
      }),
    )
  })
})

describe('a page', () => {
  test('is filled by the divisions that have most when others have little', async () => {
    for (let at = 0; at < 30; at++) divided.commit('trade', 'S1')
    divided.commit('personnel', 'S1')
    const { events, hasMore } = await reader.read({ caller, first: 20 })
    expect(events).toHaveLength(20)
    expect(hasMore).toBe(true)
  })

  test('puts the question only to the divisions and about the families asked', async () => {
    await reader.read({ caller, first: 10, families: ['penalties', 'liquor-filings'] })
    expect(divided.asked.map(({ division, families }) => [division, families])).toEqual([
      ['trade', ['liquor-filings']],
      ['market-order', ['penalties']],
    ])
    divided.asked = []
    await reader.read({ caller, first: 10, divisions: ['personnel'] })
    expect(divided.asked.map(({ division }) => division)).toEqual(['personnel'])
  })

  test.each([
    [{ first: 0 }, 'BAD_USER_INPUT'],
    [{ first: 501 }, 'BAD_USER_INPUT'],
    [{ families: ['secrets'] }, 'BAD_USER_INPUT'],
    [{ divisions: ['elsewhere'] }, 'BAD_USER_INPUT'],
    [{ after: 'nonsense' }, 'HUB_FEED_CURSOR_INVALID'],
  ])('is refused for %j with %s', async (wrong, code) => {
    await expect(reader.read({ caller, first: 10, ...wrong })).rejects.toMatchObject({ code })
  })

  test('is refused where a division tells the caller nothing', async () => {
    const closed = buildSchema('type Query { tradeEvents: Int }')
    const audienceOf = () => ({ key: 'a', schema: closed }) as unknown as Audience
    const some = new FeedReader({ divisions: divided, watch, audienceOf, evidence: unkept })
    await expect(some.read({ caller, first: 1, divisions: ['personnel'] })).rejects.toMatchObject({
      code: 'HUB_DISCLOSURE_DENIED',
    })
    await some.read({ caller, first: 1 })
    expect(divided.asked.map(({ division }) => division)).toEqual(['trade'])
  })
})

describe('whoever waits', () => {
  test.each([
    [{}, ['foreign-investment', 'trade', 'market-order', 'personnel']],
    [{ divisions: ['trade', 'personnel'] }, ['trade', 'personnel']],
    [{ families: ['liquor-filings', 'penalties'] }, ['trade', 'market-order']],
    [
      { behind: [{ division: 'trade', code: 'HUB_DIVISION_UNAVAILABLE' }] },
      ['foreign-investment', 'market-order', 'personnel'],
    ],
  ])('for %j is told by the divisions that he reads', async (question, asked) => {
    let waited: readonly string[] = []
    const beyond = async (_: unknown, { divisions: of }: { divisions: readonly string[] }) => {
      waited = of
      return true
    }
    const audienceOf = () => ({ key: 'a', schema }) as unknown as Audience
    const waiting = new FeedReader({ divisions: divided, watch: { beyond }, audienceOf, evidence: unkept })
    expect(await waiting.changed({ caller, after: undefined, millis: 1_000, ...question })).toBe(true)
    expect([...waited].sort()).toEqual([...asked].sort())
  })
})

describe('evidence of a page', () => {
  let kept: AnsweredRequest[]
  let keeping: FeedReader
  beforeEach(() => {
    kept = []
    keeping = readerOf(divided, {
      keep: async (request) => {
        kept.push(request)
      },
    })
  })

  test('is kept once for each division, with the subjects that are told and no others', async () => {
    for (const subjectId of ['S1', 'S2', 'S3', 'S1']) divided.commit('trade', subjectId)
    divided.commit('personnel', 'S3')
    divided.commit('market-order', 'S2')
    const grounds = [{ kind: 'CONSENT', consentId: 'c', subjectId: 'S1', sections: ['SIGNATORIES'] }] as const
    const request = { requestId: 'q1', address: '192.0.2.1', client: 'c1', grounds }
    await keeping.read({ caller, first: 40, subjectIds: ['S1', 'S3'], request })
    const told = kept.map(({ answer, ready }) => ({ ...answer, ready }))
    expect(told.toSorted((a, b) => (b.subjectIds?.length ?? 0) - (a.subjectIds?.length ?? 0))).toEqual([
      { division: 'trade', ready: { division: 'trade' }, subjectIds: ['S1', 'S3'] },
      { division: 'personnel', ready: { division: 'personnel' }, subjectIds: ['S3'] },
    ])
    for (const { context, schema: shown } of kept) {
      expect(context).toEqual({ caller, ...request })
      expect(shown).toBe(schema)
    }
  })

  test('names who looks, where nothing goes out to the caller for whom it is read', async () => {
    divided.commit('trade', 'S1')
    const looker = { caller: '甲', role: 'SYSTEM_ADMIN' } as const
    await keeping.read({ caller, first: 10, request: { requestId: 'q', address: '', client: 'dry run', looker } })
    expect(kept.map(({ context }) => context.caller)).toEqual([looker])
  })

  test('names the subject that a record has left, too', async () => {
    divided.commit('trade', 'S1', 'S9')
    await keeping.read({ caller, first: 10 })
    expect(kept.map(({ answer }) => answer.subjectIds)).toEqual([['S1', 'S9']])
  })

  test('that is not to be had keeps the page back', async () => {
    divided.commit('trade', 'S1')
    const failing = readerOf(divided, { keep: () => Promise.reject(new HubError('HUB_EVIDENCE_UNAVAILABLE')) })
    await expect(failing.read({ caller, first: 10 })).rejects.toMatchObject({ code: 'HUB_EVIDENCE_UNAVAILABLE' })
  })

  test('is not kept where nothing is told', async () => {
    divided.commit('trade', 'S2')
    divided.commit('personnel', 'S1')
    divided.out.add('personnel')
    expect((await keeping.read({ caller, first: 10, subjectIds: ['S1'] })).events).toEqual([])
    expect(kept).toEqual([])
  })
})

import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  CALL_MILLIS,
  HubUnderTest,
  lookUpOf,
  queryOf,
  START_MILLIS,
  type ToldState,
} from './hubUnderTest.ts'

const everything = lookUpOf('foreign-investment', 'trade', 'personnel')
const uscc = { uscc: '91410100MA0000015B' }
/** By the same code, asked for more than has been seen: the name is not among it, the records of an enterprise are new. */
const another = `query Another($code: USCC) { enterprise(uscc: $code) {
  uscc subjectKind liquorFilings(first: 1) { totalCount } commendations(first: 1) { totalCount }
} }`
const AGE_MILLIS = 20_000

interface Listed {
  readonly subjectId: string
  readonly uscc: string
  readonly name: string
}

function stateOf({ extensions }: Answer, division: string): ToldState | undefined {
  return extensions?.divisions?.find((entry) => entry.division === division)
}

describe('an enterprise that has been seen, once market-order is out', () => {
  const hub = new HubUnderTest()
  let healthy: Answer

  beforeAll(async () => {
    await hub.start({ STALE_ANSWER_MS: String(AGE_MILLIS) })
    // The first answers of processes that have just begun may take longer than a call on a busy machine.
    do healthy = (await hub.ask(everything, uscc)).answer
    while (healthy.extensions !== undefined)
  }, START_MILLIS + 60_000)
  afterAll(() => hub.stop())

  /** Its breaker may have opened meanwhile. */
  async function comeBackFromDead(): Promise<void> {
    await hub.division('market-order').start()
    const isWell = async () => (await hub.ask(everything, uscc)).answer.extensions === undefined
    await expect.poll(isWell, { timeout: 90_000, interval: 500 }).toBe(true)
  }

  test.each([
    {
      title: 'stopped',
      goOut: async () => hub.division('market-order').signal('SIGSTOP'),
      comeBack: async () => hub.division('market-order').signal('SIGCONT'),
      code: 'HUB_DIVISION_TIMEOUT',
    },
    {
      title: 'killed',
      goOut: () => hub.division('market-order').kill(),
      comeBack: () => hub.division('market-order').start(),
      code: 'HUB_DIVISION_UNAVAILABLE',
    },
  ])(
    '$title: its identity is told as STALE, with the live records of the three others',
    async ({ goOut, comeBack, code }) => {
      const seenAt = Date.now()
      await hub.ask(everything, uscc)
      await goOut()
      await hub.division('trade').fall('none')
      const { answer, millis } = await hub.ask(everything, uscc)
      expect(answer.data).toEqual(healthy.data)
      expect(answer.errors).toBeUndefined()
      const told = stateOf(answer, 'market-order')
      expect(told).toMatchObject({ state: 'STALE', code, since: expect.any(String) })
      expect(Date.parse(told?.asOf ?? '')).toBeGreaterThanOrEqual(seenAt)
      expect(Date.parse(told?.asOf ?? '')).toBeLessThanOrEqual(Date.parse(told?.since ?? ''))
      for (const name of ['foreign-investment', 'trade', 'personnel']) expect(stateOf(answer, name)?.state).toBe('OK')
      expect(millis).toBeLessThan(CALL_MILLIS + 1_500)

      // Another operation with the same look-up: what has been seen of the enterprise, and whoever answers for the rest.
      const other = (await hub.ask(another, { code: uscc.uscc })).answer
      expect(other.data?.enterprise).toMatchObject({
        uscc: healthy.data?.enterprise?.uscc,
        subjectKind: null,
        liquorFilings: { totalCount: expect.any(Number) },
        commendations: { totalCount: expect.any(Number) },
      })
      expect(other.errors?.map(({ path }) => path)).toEqual([['enterprise', 'subjectKind']])
      expect(stateOf(other, 'market-order')).toMatchObject({ code, asOf: expect.any(String) })

      const unseen = (await hub.ask(everything, { uscc: '91410100000000019L' })).answer
      expect(unseen.data?.enterprise).toBeNull()
      expect(stateOf(unseen, 'market-order')).not.toHaveProperty('asOf')

      await comeBack()
      const back = (await hub.ask(everything, uscc)).answer
      expect(back.extensions).toBeUndefined()
      expect(back.data).toEqual(healthy.data)
    },
  )

  test('a list that was read is told again; so is an enterprise that was seen in it only, with live records of the others', async () => {
    const list = '{ enterprises(first: 7) { totalCount nodes { subjectId uscc name } } }'
    const { answer: before } = await hub.ask(list)
    const { nodes } = (before.data as unknown as { enterprises: { nodes: Listed[] } }).enterprises
    const last = nodes.at(-1)
    await hub.division('market-order').kill()
    const again = (await hub.ask(list)).answer
    expect(again.data).toEqual(before.data)
    expect(stateOf(again, 'market-order')).toMatchObject({ state: 'STALE', asOf: expect.any(String) })
    for (const [query, variables] of [
      [lookUpOf('trade', 'personnel'), { uscc: last?.uscc }],
      [queryOf('trade', 'personnel'), { id: last?.subjectId }],
    ] as const) {
      const { answer } = await hub.ask(query, variables)
      expect(answer.data?.enterprise).toMatchObject({
        name: last?.name,
        uscc: last?.uscc,
        existenceStatus: null,
        liquorFilings: { totalCount: expect.any(Number), nodes: [{ filingNo: expect.any(String) }, {}] },
        commendations: { totalCount: expect.any(Number) },
      })
      expect(answer.errors?.map(({ path }) => path)).toEqual([['enterprise', 'existenceStatus']])
      expect(stateOf(answer, 'market-order')).toMatchObject({
        code: 'HUB_DIVISION_UNAVAILABLE',
        asOf: expect.any(String),
      })
      expect(stateOf(answer, 'trade')?.state).toBe('OK')
    }
    await comeBackFromDead()
  })

  test('records of another division name the enterprises that were seen before, in whatever page', async () => {
    const page = (first: number) => `{ liquorFilings(first: ${first}) { nodes { filingNo enterprise { name uscc } } } }`
    const [one, three] = [await hub.ask(page(1)), await hub.ask(page(3))].map(({ answer }) => answer)
    await hub.division('market-order').kill()
    const { answer } = await hub.ask(page(2))
    const filingsOf = (told: Answer | undefined): unknown[] =>
      (told?.data as unknown as { liquorFilings: { nodes: unknown[] } } | undefined)?.liquorFilings.nodes ?? []
    expect(filingsOf(answer)).toEqual(filingsOf(three).slice(0, 2))
    expect(filingsOf(answer).slice(0, 1)).toEqual(filingsOf(one))
    expect(stateOf(answer, 'market-order')).toMatchObject({ state: 'STALE', asOf: expect.any(String) })
    expect(answer.errors).toBeUndefined()
    const { answer: more } = await hub.ask(page(4))
    expect(filingsOf(more).slice(0, 3)).toEqual(filingsOf(three))
    expect(filingsOf(more)[3]).toMatchObject({ filingNo: expect.any(String), enterprise: { name: null, uscc: null } })
    expect(stateOf(more, 'market-order')).toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE', asOf: expect.any(String) })
    await comeBackFromDead()
  })

  test('too old, it is told no more', async () => {
    await hub.ask(everything, uscc)
    await hub.division('market-order').kill()
    await delay(AGE_MILLIS + 500)
    const { answer } = await hub.ask(everything, uscc)
    expect(answer.data?.enterprise).toBeNull()
    expect(stateOf(answer, 'market-order')).toMatchObject({ state: 'UNAVAILABLE' })
    await hub.division('market-order').start()
  })
})

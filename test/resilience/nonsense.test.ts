import type { DivisionName } from '@hub/schema/divisions/divisions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, CALL_MILLIS, HubUnderTest, queryOf, START_MILLIS } from './hubUnderTest.ts'

const everything = queryOf('foreign-investment', 'trade', 'personnel')
const LIMIT_MILLIS = 3_000

const cases: readonly (readonly [illness: string, states: readonly string[]])[] = [
  ['reset', ['UNAVAILABLE']],
  ['half', ['UNAVAILABLE', 'BAD_RESPONSE']],
  ['html', ['BAD_RESPONSE']],
  ['wrong content type', ['BAD_RESPONSE']],
  ['empty', ['BAD_RESPONSE']],
  ['no JSON', ['BAD_RESPONSE']],
  ['another JSON', ['BAD_RESPONSE']],
  ['deep JSON', ['BAD_RESPONSE']],
  ['status 500', ['BAD_RESPONSE', 'UNAVAILABLE']],
  ['null data', ['BAD_RESPONSE']],
  ['short entities', ['BAD_RESPONSE']],
  ['long entities', ['BAD_RESPONSE']],
  ['missing entities', ['BAD_RESPONSE']],
  ['wrong types', ['BAD_RESPONSE']],
  ['errors without data', ['BAD_RESPONSE']],
  ['flood', ['BAD_RESPONSE']],
  ['redirect', ['BAD_RESPONSE']],
  ['forbidden', ['DENIED']],
  ['half a head', ['TIMEOUT']],
  ['long head', ['UNAVAILABLE', 'BAD_RESPONSE']],
  ['gzip', ['BAD_RESPONSE']],
  ['names of objects', ['BAD_RESPONSE']],
]

function stateOf(answer: Answer, division: string): string | undefined {
  return answer.extensions?.divisions?.find((entry) => entry.division === division)?.state
}

/** Nothing of where a division lives or how it is made may reach the client. */
function expectNothingInternal(text: string): void {
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|mongodb|\.js\b|\bat .*:\d+|https?:/)
}

describe('a division that answers nonsense', () => {
  const hub = new HubUnderTest()
  let healthy: Answer

  beforeAll(async () => {
    await hub.start()
    healthy = (await hub.ask(everything)).answer
  }, START_MILLIS)
  afterAll(() => hub.stop())

  test('all four divisions answer as long as they are well', () => {
    expect(healthy.errors).toBeUndefined()
    expect(healthy.extensions?.divisions).toBeUndefined()
    expect(healthy.data?.enterprise).toMatchObject({
      liquorFilings: { totalCount: expect.any(Number) },
      commendations: { totalCount: expect.any(Number) },
      foreignInvestment: { authority: expect.any(String) },
    })
  })

  test.each(cases)('%s costs its own fields only, and it is named', async (illness, states) => {
    await hub.division('trade').fall(illness)
    const { answer, text, millis } = await hub.ask(everything)
    await hub.division('trade').fall('none')
    expect(answer.data?.enterprise).toEqual({ ...healthy.data?.enterprise, liquorFilings: null })
    expect(answer.errors?.map(({ path }) => path?.slice(0, 2))).toContainEqual(['enterprise', 'liquorFilings'])
    expect(states).toContain(stateOf(answer, 'trade'))
    expect(stateOf(answer, 'personnel')).toBe('OK')
    expect(millis).toBeLessThan(LIMIT_MILLIS)
    expectNothingInternal(text)
    // Twenty calls of which half fail would open the breaker, and the next case would see nothing else.
    for (let times = 0; times < 8; times++) await hub.ask(queryOf('trade'))
  })

  test('a field that it leaves out costs that field only, however deep, and it is named', async () => {
    const query = `query Deep($id: ID!) { enterprise(subjectId: $id) {
      name liquorFilings(first: 2) { nodes { filingNo validFrom } } commendations(first: 1) { nodes { validFrom } }
    } }`
    const { answer: whole } = await hub.ask(query)
    await hub.division('trade').fall('fields left out')
    const { answer } = await hub.ask(query)
    await hub.division('trade').fall('none')
    const { nodes } = (whole.data?.enterprise?.liquorFilings ?? { nodes: [] }) as { nodes: { validFrom: unknown }[] }
    expect(nodes.map(({ validFrom }) => typeof validFrom)).toEqual(['string', 'string'])
    expect(answer.data?.enterprise).toEqual({
      ...whole.data?.enterprise,
      liquorFilings: { nodes: nodes.map((node) => ({ ...node, validFrom: null })) },
    })
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(
      nodes.map((_, index) => `enterprise.liquorFilings.nodes.${index}.validFrom`),
    )
    expect(stateOf(answer, 'trade')).toBe('BAD_RESPONSE')
    expect(stateOf(answer, 'personnel')).toBe('OK')
  })

  test('what is not UTF-8 of its texts is told as U+FFFD, and nothing else differs', async () => {
    const query = `query Texts($id: ID!) { enterprise(subjectId: $id) {
      name liquorFilings(first: 1) { nodes { filingNo premisesAddress } } commendations(first: 1) { nodes { honorName } }
    } }`
    const { answer: right } = await hub.ask(query)
    await hub.division('trade').fall('not UTF-8')
    const { answer } = await hub.ask(query)
    await hub.division('trade').fall('none')
    const [told, expected] = [answer, right].map(({ data }) => data?.enterprise as Record<string, unknown>)
    const page = told?.liquorFilings as { nodes: { filingNo: string; premisesAddress: string }[] } | undefined
    const nodes = page?.nodes ?? []
    expect(nodes[0]?.premisesAddress).toContain('\uFFFD')
    const mended = { nodes: nodes.map((node) => ({ ...node, premisesAddress: expect.any(String) })) }
    expect(expected).toEqual({ ...told, liquorFilings: mended })
  })

  test('one that says more than was asked on a connection is heard no more on it', async () => {
    await hub.division('trade').fall('talks on')
    for (let times = 0; times < 5; times++) {
      const { answer } = await hub.ask(everything)
      expect(answer.data?.enterprise).toEqual(healthy.data?.enterprise)
      expect(answer.errors).toBeUndefined()
    }
    await hub.division('trade').fall('none')
  })

  test('one that asks to be asked again a second later is', async () => {
    await hub.division('trade').fall('busy once')
    const { answer, millis } = await hub.ask(everything)
    await hub.division('trade').fall('none')
    expect(answer).toEqual(healthy)
    expect(millis).toBeGreaterThan(900)
  })

  test('with all of them out, it is said of what', async () => {
    for (const division of hub.divisions.values()) await division.fall('reset')
    const { answer, text } = await hub.ask(everything)
    for (const division of hub.divisions.values()) await division.fall('none')
    expect(answer.data).toEqual({ enterprise: null })
    expect(answer.errors?.map(({ path }) => path)).toEqual([['enterprise']])
    expect(stateOf(answer, 'market-order')).toBe('UNAVAILABLE')
    expectNothingInternal(text)
  })

  test('one that hangs and one that drips end with the call, at the same time', async () => {
    const ill: readonly (readonly [DivisionName, string])[] = [
      ['trade', 'hang'],
      ['personnel', 'drip'],
    ]
    for (const [name, illness] of ill) await hub.division(name).fall(illness)
    const { answer, millis } = await hub.ask(everything)
    for (const [name] of ill) await hub.division(name).fall('none')
    expect(answer.data?.enterprise).toEqual({ ...healthy.data?.enterprise, liquorFilings: null, commendations: null })
    for (const [name] of ill) expect(stateOf(answer, name)).toBe('TIMEOUT')
    expect(millis).toBeGreaterThan(CALL_MILLIS - 100)
    expect(millis).toBeLessThan(CALL_MILLIS + 1_500)
  })

  test('afterwards all is well again', async () => {
    expect((await hub.ask(everything)).answer).toEqual(healthy)
  })
})

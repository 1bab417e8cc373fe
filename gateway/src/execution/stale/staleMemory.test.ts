import { describe, expect, test } from 'vitest'
import type { DivisionRequest } from '../divisions/divisionCall.ts'
import type { EntityPlace } from './entityPlaces.ts'
import type { Lookup } from './lookup.ts'
import { StaleMemory } from './staleMemory.ts'
import type { StaleRule } from './staleRule.ts'

const HOUR = 3_600_000
const taken = (type: string, ...ids: string[]) => new Map([[type, new Set(ids)]])
const limits = { maxAgeMillis: HOUR, maxBytes: 1_000_000, maxEntries: 100 }

const byUscc: Lookup = {
  responseName: 'enterprise__1',
  type: 'Enterprise',
  by: ({ uscc }) => ({ name: 'uscc', value: String(uscc) }),
  identifiers: ['subjectId', 'uscc'],
  idName: 'subjectId',
  dated: false,
  key: ({ uscc }) => `enterprise ${uscc}`,
  leaves: ['subjectId', 'uscc', 'name'],
  leavesOnly: false,
}

function request(uscc: string, stale: DivisionRequest['stale'], body = `{"uscc":"${uscc}"}`): DivisionRequest {
  return {
    division: 'market-order',
    body,
    repeatable: true,
    parse: (answer) => JSON.parse(String(answer)),
    variables: { uscc },
    stale,
  }
}

function answer(data: unknown, errors?: unknown) {
  return { data, errors, body: Buffer.from(JSON.stringify({ data, errors })) }
}

const rule = (more: Partial<StaleRule>): StaleRule => ({
  whole: false,
  dated: false,
  lookups: [],
  represented: [],
  places: [],
  tells: { types: new Set(['Enterprise', 'Penalty']), ofNamed: false, represented: [] },
  ...more,
})
const whole = rule({ whole: true })
const lookUp = rule({ lookups: [byUscc] })
const seen = answer({ enterprise__1: { subjectId: 'S1', uscc: 'U1', name: '甲', secret: 'x' } })

describe('what a division has said', () => {
  test('stands in as a whole for an equal request of the same callers, and for nobody else', async () => {
    const memory = new StaleMemory(limits)
    memory.note(request('U1', whole), 'shared', seen, 1_000)
    expect(await memory.recall(request('U1', whole), 'shared', 2_000)).toEqual({
      data: seen.data,
      asOf: 1_000,
      whole: true,
    })
    expect(await memory.recall(request('U1', whole), 'public', 2_000)).toBeUndefined()
    expect(await memory.recall(request('U2', whole), 'shared', 2_000)).toBeUndefined()
  })

  test('of an entity looked up, the leaves that may be kept stand in for any request that looks it up', async () => {
    const memory = new StaleMemory(limits)
    memory.note(request('U1', lookUp), 'shared', seen, 1_000)
    expect(await memory.recall(request('U1', lookUp, 'another text'), 'shared', 2_000)).toEqual({
      data: { enterprise__1: { subjectId: 'S1', uscc: 'U1', name: '甲' } },
      asOf: 1_000,
      whole: false,
    })
    const all = rule({ lookups: [{ ...byUscc, leavesOnly: true }] })
    expect(await memory.recall(request('U1', all), 'shared', 2_000)).toMatchObject({ whole: true })
    expect(await memory.recall(request('U2', lookUp), 'shared', 2_000)).toBeUndefined()
  })

  test('leaves seen at different times are as old as the oldest that is used', async () => {
    const memory = new StaleMemory(limits)
    const named = rule({ lookups: [{ ...byUscc, leaves: ['name'] }] })
    memory.note(request('U1', lookUp), 'shared', seen, 1_000)
    memory.note(request('U1', named), 'shared', answer({ enterprise__1: { name: '乙' } }), 5_000)
    expect(await memory.recall(request('U1', named), 'shared', 6_000)).toMatchObject({ asOf: 5_000 })
    expect(await memory.recall(request('U1', lookUp), 'shared', 6_000)).toMatchObject({
      data: { enterprise__1: { subjectId: 'S1', uscc: 'U1', name: '乙' } },
      asOf: 1_000,
    })
  })

  test('does not stand in once it is too old', async () => {
    const memory = new StaleMemory(limits)
    for (const each of [whole, lookUp]) {
      memory.note(request('U1', each), 'shared', seen, 0)
      expect(await memory.recall(request('U1', each), 'shared', HOUR)).toBeDefined()
      expect(await memory.recall(request('U1', each), 'shared', HOUR + 1)).toBeUndefined()
    }
  })

  test.each([
    ['an error', answer({ enterprise__1: { subjectId: 'S1' } }, [{ message: 'forbidden' }])],
    ['that there is no such entity', answer({ enterprise__1: null })],
  ])('is forgotten when it says %s', async (_, later) => {
    const memory = new StaleMemory(limits)
    for (const each of [whole, lookUp]) {
      memory.note(request('U1', each), 'shared', seen, 0)
      memory.note(request('U1', each), 'shared', later, 1)
      expect(await memory.recall(request('U1', each), 'shared', 2)).toBeUndefined()
    }
    expect([memory.size, memory.bytes]).toEqual([0, 0])
  })

  const place: EntityPlace = {
    type: 'Enterprise',
    path: ['page', 'nodes'],
    leaves: ['subjectId', 'uscc', 'name'],
    identifiers: ['subjectId', 'uscc'],
  }
  const list = rule({ whole: true, places: [place] })
  const listed = answer({
    page: {
      nodes: [
        { subjectId: 'S7', uscc: 'U7', name: 'A' },
        { subjectId: 'S8', name: 'B' },
      ],
    },
  })
  const bySubject: Lookup = { ...byUscc, by: ({ uscc }) => ({ name: 'subjectId', value: String(uscc) }) }

  test('of an entity that was seen elsewhere, what was said of it there stands in for a look-up', async () => {
    const memory = new StaleMemory(limits)
    memory.note(request('', list), 'shared', listed, 1_000)
    const expected = { data: { enterprise__1: { subjectId: 'S7', uscc: 'U7', name: 'A' } }, asOf: 1_000, whole: false }
    expect(await memory.recall(request('U7', lookUp), 'shared', 2_000)).toEqual(expected)
    const other = rule({ lookups: [bySubject] })
    expect(await memory.recall(request('S7', other), 'shared', 2_000)).toEqual(expected)
    const typed = rule({ lookups: [{ ...byUscc, leaves: ['__typename', 'subjectId'] }] })
    expect(await memory.recall(request('U7', typed), 'shared', 2_000)).toMatchObject({
      data: { enterprise__1: { __typename: 'Enterprise', subjectId: 'S7' } },
    })
    expect(await memory.recall(request('U8', lookUp), 'shared', 2_000)).toBeUndefined()
    expect(await memory.recall(request('U7', lookUp), 'public', 2_000)).toBeUndefined()
    expect(await memory.recall({ ...request('U7', lookUp), division: 'trade' }, 'shared', 2_000)).toBeUndefined()
    expect(await memory.recall(request('U7', lookUp), 'shared', HOUR + 1_001)).toBeUndefined()
    const dated = rule({ lookups: [{ ...byUscc, dated: true }] })
    expect(await memory.recall(request('U7', dated), 'shared', 2_000)).toBeUndefined()
    const past = rule({ lookups: [{ ...byUscc, by: () => undefined }] })
    expect(await memory.recall(request('U7', past), 'shared', 2_000)).toBeUndefined()
  })

  test('of entities asked by representation, those stand in that are known', async () => {
    const memory = new StaleMemory(limits)
    memory.note(request('', list), 'shared', listed, 1_000)
    const type = { leaves: ['name'], leavesOnly: true, identifiers: ['subjectId', 'uscc'] }
    const slot = { name: '_0', variable: '__0', types: new Map([['Enterprise', type]]) }
    const ask = (...members: object[]) =>
      memory.recall(
        request(
          '',
          rule({ represented: [slot] }),
          JSON.stringify({ variables: { __0: members.map((one) => ({ __typename: 'Enterprise', ...one })) } }),
        ),
        'shared',
        2_000,
      )
    expect(await ask({ subjectId: 'S8' }, { subjectId: 'S7' })).toEqual({
      data: { _0: [{ name: 'B' }, { name: 'A' }] },
      asOf: 1_000,
      whole: true,
    })
    expect(await ask({ subjectId: 'S9' }, { subjectId: 'S7' })).toMatchObject({
      data: { _0: [undefined, { name: 'A' }] },
      whole: false,
    })
    expect(await ask({ subjectId: 'S7', name: 'X' })).toBeUndefined()
    const other = { name: '_1', variable: '__1', types: new Map() }
    const named = (subjectId: string) => [{ __typename: 'Enterprise', subjectId }]
    const both = request(
      '',
      rule({ represented: [slot, other] }),
      JSON.stringify({ variables: { __0: named('S7'), __1: named('S8') } }),
    )
    expect(await memory.recall(both, 'shared', 2_000)).toMatchObject({ data: { _0: [{ name: 'A' }] }, whole: false })
  })

  test.each(['shared', 'unit {"query":'])(
    'entities that were asked for by representation are known by what named them, whatever rights are called: %s',
    async (rights) => {
      const memory = new StaleMemory(limits)
      const byName = { ...place, path: ['_0'], leaves: ['name'], representations: '__0' }
      const sent = (...ids: string[]) =>
        JSON.stringify({
          query: '',
          variables: { __0: ids.map((subjectId) => ({ __typename: 'Enterprise', subjectId })) },
        })
      const told = answer({ _0: [{ name: 'A' }, { name: 'B' }] })
      memory.note(request('', rule({ whole: true, places: [byName] }), sent('S7', 'S8')), rights, told, 1_000)
      const slot = {
        name: '_1',
        variable: '__0',
        types: new Map([['Enterprise', { leaves: ['name'], leavesOnly: true, identifiers: ['subjectId', 'uscc'] }]]),
      }
      const asked = request('', rule({ represented: [slot] }), sent('S8'))
      expect(await memory.recall(asked, rights, 2_000)).toEqual({
        data: { _1: [{ name: 'B' }] },
        asOf: 1_000,
        whole: true,
      })
    },
  )

  test('does not stand in once its division has taken something back', async () => {
    const memory = new StaleMemory(limits)
    const note = (asked: number) => {
      memory.note(request('U1', whole), 'shared', seen, asked)
      memory.note(request('U1', lookUp), 'shared', seen, asked)
    }
    const known = async () =>
      Promise.all([whole, lookUp].map(async (each) => !!(await memory.recall(request('U1', each), 'shared', 5_000))))
    note(1_000)
    memory.retract('trade', undefined, 2_000)
    memory.retract('market-order', taken('Permit', 'S1'), 2_000)
    // What was asked before that comes in after it.
    note(1_500)
    expect(await known()).toEqual([true, true])
    memory.retract('market-order', taken('Penalty', 'R1', 'S1'), 3_000)
    expect(await known()).toEqual([false, true])
    note(2_500)
    expect(await known()).toEqual([false, true])
    note(3_500)
    memory.retract('market-order', taken('Enterprise', 'S1'), 4_000)
    expect(await known()).toEqual([false, false])
    note(4_500)
    memory.retract('market-order', undefined, 4_600)
    expect(await known()).toEqual([false, false])
    expect([memory.size, memory.bytes]).toEqual([0, 0])
  })

  const ofNamed = { types: new Set(['Enterprise', 'Penalty']), ofNamed: true }

  test('a whole answer of entities that are represented is forgotten when any of these is concerned, and not with others', () => {
    const tells = { ...ofNamed, represented: [{ variable: '__0', idName: 'subjectId' }] }
    const body = JSON.stringify({ query: '', variables: { __0: [{ subjectId: 'S1' }, { subjectId: 'S2' }] } })
    const unnamed = JSON.stringify({ query: '', variables: { __0: [{ uscc: 'U1' }] } })
    const forgets = (text: string, ...concerned: Parameters<typeof taken>) => {
      const memory = new StaleMemory(limits)
      memory.note(request('', rule({ whole: true, tells }), text), 'shared', answer({ _0: [{}, {}] }), 1_000)
      memory.retract('market-order', taken(...concerned), 2_000)
      return memory.size === 0
    }
    expect(forgets(body, 'Penalty', 'R3', 'S3')).toBe(false)
    expect(forgets(body, 'Penalty', 'R3', 'S3', 'S2')).toBe(true)
    expect(forgets(body, 'Enterprise', 'S1')).toBe(true)
    expect(forgets(body, 'Permit', 'S1')).toBe(false)
    expect(forgets(unnamed, 'Penalty', 'R3', 'S3')).toBe(true)
  })

  test.each([
    ['by its own number, with others of its kind', { subjectId: 'S1', uscc: 'U1' }, false],
    ['by a number that is not its own: it may stand for whoever else has that', { subjectId: 'S1', uscc: 'U9' }, true],
    ['by what it does not say of itself', { subjectId: 'S1' }, true],
    ['without its id', { uscc: 'U1' }, true],
  ])('what was looked up %s is forgotten: %j %s', (_, told, isForgotten) => {
    const lookups = [{ ...byUscc, leaves: Object.keys(told) }]
    const tells = { ...ofNamed, represented: [] }
    for (const stale of [rule({ lookups }), rule({ whole: true, lookups, tells })]) {
      const memory = new StaleMemory(limits)
      memory.note(request('U1', stale), 'shared', answer({ enterprise__1: told }), 1_000)
      memory.retract('market-order', taken('Enterprise', 'S2'), 2_000)
      expect(memory.size === 0).toBe(isForgotten)
      memory.retract('market-order', taken('Enterprise', 'S1'), 3_000)
      expect(memory.size).toBe(0)
    }
  })

  test('an entity is known by what it was looked up by', async () => {
    const memory = new StaleMemory(limits)
    const named = rule({ lookups: [{ ...bySubject, leaves: ['name'] }] })
    memory.note(request('S1', named), 'shared', answer({ enterprise__1: { name: '甲' } }), 1_000)
    memory.retract('market-order', taken('Enterprise', 'S2'), 2_000)
    expect(memory.size).toBe(1)
    memory.retract('market-order', taken('Enterprise', 'S1'), 3_000)
    expect(memory.size).toBe(0)
  })

  test('what is taken back while somebody waits for what stands in is not told either', async () => {
    const memory = new StaleMemory(limits)
    memory.note(request('', list), 'shared', listed, 1_000)
    expect(await memory.recall(request('U7', lookUp), 'shared', 2_000)).toBeDefined()
    const waiting = memory.recall(request('U7', lookUp), 'shared', 2_000)
    memory.retract('trade', undefined, 2_000)
    expect(await waiting).toBeDefined()
    memory.note(request('', list), 'shared', listed, 3_000)
    const others = [1, 2].map(() => memory.recall(request('U7', lookUp), 'shared', 3_000))
    memory.retract('market-order', taken('Enterprise', 'S7'), 3_000)
    expect(await Promise.all(others)).toEqual([undefined, undefined])
  })

  test('of records, nothing stands in on another day: some may not be open any more', async () => {
    const memory = new StaleMemory(limits)
    const midnight = Date.parse('2026-03-02T00:00:00+08:00')
    for (const each of [rule({ whole: true, dated: true }), rule({ lookups: [{ ...byUscc, dated: true }] })]) {
      memory.note(request('U1', each), 'shared', seen, midnight - 2_000)
      expect(await memory.recall(request('U1', each), 'shared', midnight - 1_000)).toBeDefined()
      expect(await memory.recall(request('U1', each), 'shared', midnight + 1_000)).toBeUndefined()
    }
  })

  test('stays within its bytes and entries, the oldest going first', async () => {
    const small = new StaleMemory({ ...limits, maxBytes: 40_000, maxEntries: 10 })
    for (let index = 0; index < 1_000; index += 1)
      for (const each of [whole, lookUp]) small.note(request(`U${index}`, each), 'shared', seen, index)
    expect(small.size).toBe(20)
    expect(await small.recall(request('U999', whole), 'shared', 1_000)).toBeDefined()
    expect(await small.recall(request('U9', whole), 'shared', 1_000)).toBeUndefined()
    const long = answer({ enterprise__1: { name: '长'.repeat(1_000) } })
    for (let index = 0; index < 1_000; index += 1) small.note(request(`V${index}`, whole), 'shared', long, index)
    expect(small.bytes).toBeLessThanOrEqual(40_000)
  })
})

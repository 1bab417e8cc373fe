import { describe, expect, test } from 'vitest'
import type { DivisionRequest } from '../divisions/divisionCall.ts'
import type { Lookup } from './lookup.ts'
import { StaleMemory } from './staleMemory.ts'

const HOUR = 3_600_000
const limits = { maxAgeMillis: HOUR, maxBytes: 1_000_000, maxEntries: 100 }

const byUscc: Lookup = {
  responseName: 'enterprise__1',
  key: ({ uscc }) => `enterprise ${uscc}`,
  leaves: ['subjectId', 'name'],
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

const whole = { whole: true, lookups: [] }
const lookUp = { whole: false, lookups: [byUscc] }
const seen = answer({ enterprise__1: { subjectId: 'S1', name: '甲', secret: 'x' } })

describe('what a division has said', () => {
  test('stands in as a whole for an equal request of the same callers, and for nobody else', () => {
    const memory = new StaleMemory(limits)
    memory.note(request('U1', whole), 'shared', seen, 1_000)
    expect(memory.recall(request('U1', whole), 'shared', 2_000)).toEqual({ data: seen.data, asOf: 1_000, whole: true })
    expect(memory.recall(request('U1', whole), 'public', 2_000)).toBeUndefined()
    expect(memory.recall(request('U2', whole), 'shared', 2_000)).toBeUndefined()
  })

  test('of an entity looked up, the leaves that may be kept stand in for any request that looks it up', () => {
    const memory = new StaleMemory(limits)
    memory.note(request('U1', lookUp), 'shared', seen, 1_000)
    expect(memory.recall(request('U1', lookUp, 'another text'), 'shared', 2_000)).toEqual({
      data: { enterprise__1: { subjectId: 'S1', name: '甲' } },
      asOf: 1_000,
      whole: false,
    })
    const all = { whole: false, lookups: [{ ...byUscc, leavesOnly: true }] }
    expect(memory.recall(request('U1', all), 'shared', 2_000)).toMatchObject({ whole: true })
    expect(memory.recall(request('U2', lookUp), 'shared', 2_000)).toBeUndefined()
  })

  test('leaves seen at different times are as old as the oldest that is used', () => {
    const memory = new StaleMemory(limits)
    const named = { whole: false, lookups: [{ ...byUscc, leaves: ['name'] }] }
    memory.note(request('U1', lookUp), 'shared', seen, 1_000)
    memory.note(request('U1', named), 'shared', answer({ enterprise__1: { name: '乙' } }), 5_000)
    expect(memory.recall(request('U1', named), 'shared', 6_000)).toMatchObject({ asOf: 5_000 })
    expect(memory.recall(request('U1', lookUp), 'shared', 6_000)).toMatchObject({
      data: { enterprise__1: { subjectId: 'S1', name: '乙' } },
      asOf: 1_000,
    })
  })

  test('does not stand in once it is too old', () => {
    const memory = new StaleMemory(limits)
    for (const rule of [whole, lookUp]) {
      memory.note(request('U1', rule), 'shared', seen, 0)
      expect(memory.recall(request('U1', rule), 'shared', HOUR)).toBeDefined()
      expect(memory.recall(request('U1', rule), 'shared', HOUR + 1)).toBeUndefined()
    }
  })

  test.each([
    ['an error', answer({ enterprise__1: { subjectId: 'S1' } }, [{ message: 'forbidden' }])],
    ['that there is no such entity', answer({ enterprise__1: null })],
  ])('is forgotten when it says %s', (_, later) => {
    const memory = new StaleMemory(limits)
    for (const rule of [whole, lookUp]) {
      memory.note(request('U1', rule), 'shared', seen, 0)
      memory.note(request('U1', rule), 'shared', later, 1)
      expect(memory.recall(request('U1', rule), 'shared', 2)).toBeUndefined()
    }
    expect([memory.size, memory.bytes]).toEqual([0, 0])
  })

  test('stays within its bytes and entries, the oldest going first', () => {
    const small = new StaleMemory({ ...limits, maxBytes: 40_000, maxEntries: 10 })
    for (let index = 0; index < 1_000; index += 1)
      for (const rule of [whole, lookUp]) small.note(request(`U${index}`, rule), 'shared', seen, index)
    expect(small.size).toBe(20)
    expect(small.recall(request('U999', whole), 'shared', 1_000)).toBeDefined()
    expect(small.recall(request('U9', whole), 'shared', 1_000)).toBeUndefined()
    const long = answer({ enterprise__1: { name: '长'.repeat(1_000) } })
    for (let index = 0; index < 1_000; index += 1) small.note(request(`V${index}`, whole), 'shared', long, index)
    expect(small.bytes).toBeLessThanOrEqual(40_000)
  })
})

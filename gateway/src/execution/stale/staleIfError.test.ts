import { expect, test } from 'vitest'
import { type DivisionCall, DivisionFailure, type DivisionRequest } from '../divisions/divisionCall.ts'
import { nobodyListens } from '../executionObserver.ts'
import { staleIfError } from './staleIfError.ts'
import { StaleMemory } from './staleMemory.ts'

const told = { data: { enterprises: [] }, errors: undefined, body: Buffer.from('{"data":{"enterprises":[]}}') }
const request: DivisionRequest = {
  division: 'trade',
  body: '{"query":"{enterprises{name}}","variables":{}}',
  repeatable: true,
  parse: (body) => JSON.parse(body.toString()),
  variables: {},
  stale: {
    whole: true,
    dated: false,
    lookups: [],
    represented: [],
    places: [],
    tells: { types: new Set(), ofNamed: false, represented: [] },
  },
}

function callOnceWell(): DivisionCall {
  const memory = new StaleMemory({ maxAgeMillis: 60_000, maxBytes: 100_000, maxEntries: 10 })
  let isOut = false
  const call: DivisionCall = async () => {
    if (isOut) throw new DivisionFailure('trade', 'HUB_DIVISION_UNAVAILABLE', 'refused')
    isOut = true
    return told
  }
  return staleIfError(call, { memory, rights: 'shared', observer: nobodyListens })
}

test('a division that is out fails with what it said last', async () => {
  const call = callOnceWell()
  expect(await call(request)).toBe(told)
  await expect(call(request)).rejects.toMatchObject({
    code: 'HUB_DIVISION_UNAVAILABLE',
    stale: { data: told.data, whole: true },
  })
})

test('it fails as itself where what it said last cannot be read, and the log does not repeat that', async () => {
  const call = callOnceWell()
  await call(request)
  const parse = (): unknown => {
    throw new SyntaxError('some value of the division')
  }
  const error: unknown = await call({ ...request, parse }).catch((failure: unknown) => failure)
  expect(error).toBeInstanceOf(DivisionFailure)
  expect(error).toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE', stale: undefined })
  expect(error).toHaveProperty('message', expect.stringMatching(/^trade: refused; .*: SyntaxError$/))
})

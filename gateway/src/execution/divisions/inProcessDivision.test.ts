import { guardedSchema } from '@hub/schema/access/guard/guardedSchema'
import { HubError } from '@hub/schema/errors/HubError'
import { describe, expect, test } from 'vitest'
import { nobodyListens } from '../executionObserver.ts'
import { divisionErrors } from '../run/reportErrors.ts'
import { Cancellation } from './cancellation.ts'
import type { DivisionRequest } from './divisionCall.ts'
import { type InProcessContext, InProcessDivision } from './inProcessDivision.ts'

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @disclosure(level: String!) on FIELD_DEFINITION
  directive @reservedFor(roles: [String!]!) on FIELD_DEFINITION
  type Query {
    who: String @disclosure(level: "PUBLIC")
    hangs: String @disclosure(level: "PUBLIC")
    breaks: String @disclosure(level: "PUBLIC")
    refuses: String @disclosure(level: "PUBLIC")
    reserved: String @disclosure(level: "PUBLIC") @reservedFor(roles: [AUDIT_ADMIN])
  }
  type Enterprise @key(fields: "subjectId") { subjectId: ID! @disclosure(level: "PUBLIC")  own(times: Int!): String @disclosure(level: "PUBLIC") }
`
const aborted: unknown[] = []
const faults: unknown[] = []
const resolvers = {
  Query: {
    who: (_: unknown, __: unknown, { caller }: InProcessContext) => caller.caller,
    hangs: (_: unknown, __: unknown, { signal }: InProcessContext) =>
      new Promise(() => signal.addEventListener('abort', () => aborted.push(signal.reason))),
    breaks: () => {
      throw new Error('mongodb://user:secret@inside')
    },
    refuses: () => {
      throw new HubError('BAD_USER_INPUT', '游标无效')
    },
    reserved: () => 'for one role',
  },
  Enterprise: {
    own: ({ subjectId }: { subjectId: string }, { times }: { times: number }) => subjectId.repeat(times),
  },
}
const division = new InProcessDivision('hub', {
  schema: guardedSchema('hub', sdl, resolvers),
  callMillis: 200,
  observer: nobodyListens,
  onFault: (error) => faults.push(error),
})

const request = (query: string, variables?: object): DivisionRequest => ({
  division: 'hub',
  body: JSON.stringify({ query, variables }),
  repeatable: true,
  parse: (bytes) => JSON.parse(String(bytes)),
  variables: {},
  stale: undefined,
})
const within = (millis: number) => ({ deadlineAt: performance.now() + millis })
const codes = (errors: unknown) => divisionErrors(errors, 'hub').map(({ report }) => report.extensions.code)

describe('a subgraph in this process', () => {
  test('answers entities and variables as a division would', async () => {
    const query =
      'query($r: [_Any!]!, $n: Int!) { _entities(representations: $r) { ... on Enterprise { own(times: $n) } } }'
    const r = [
      { __typename: 'Enterprise', subjectId: 'S1' },
      { __typename: 'Enterprise', subjectId: 'S2' },
    ]
    const { data, errors } = await division.call(request(query, { r, n: 2 }), within(1_000))
    expect(errors).toBeUndefined()
    expect(data).toEqual({ _entities: [{ own: 'S1S1' }, { own: 'S2S2' }] })
  })

  test('tells its resolvers who asks, and keeps what is reserved from others', async () => {
    const auditor = { caller: 'auditor', role: 'AUDIT_ADMIN' } as const
    const asked = await division.call(request('{ who reserved }'), { ...within(1_000), caller: auditor })
    expect(asked.data).toEqual({ who: 'auditor', reserved: 'for one role' })
    const { data, errors } = await division.call(request('{ who reserved }'), within(1_000))
    expect(data).toEqual({ who: 'anonymous', reserved: null })
    expect(codes(errors)).toEqual(['HUB_DISCLOSURE_DENIED'])
  })

  test('is coded like a division: a refusal by its code, a fault by none of its words', async () => {
    const { errors } = await division.call(request('{ refuses breaks }'), within(1_000))
    expect(codes(errors)).toEqual(['BAD_USER_INPUT', 'HUB_DIVISION_FAILED'])
    expect(JSON.stringify(divisionErrors(errors, 'hub').map(({ report }) => report))).not.toContain('secret')
    expect(faults).toHaveLength(1)
  })

  test('has its own deadline, the operation another, and work is told when nobody waits any more', async () => {
    await expect(division.call(request('{ hangs }'), within(5_000))).rejects.toMatchObject({
      code: 'HUB_DIVISION_TIMEOUT',
    })
    await expect(division.call(request('{ who }'), within(0))).rejects.toMatchObject({ code: 'HUB_DIVISION_TIMEOUT' })
    const cancellation = new Cancellation()
    const call = division.call(request('{ hangs }'), { ...within(5_000), cancellation })
    await Promise.resolve()
    cancellation.cancel()
    await expect(call).rejects.toThrow('cancelled')
    expect(aborted).toHaveLength(2)
    expect(division.health.inFlight).toBe(0)
  })
})

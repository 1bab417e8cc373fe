import { composeServices } from '@apollo/composition'
import { BoundedCache } from '@hub/gateway/execution/boundedCache'
import type { DivisionCall } from '@hub/gateway/execution/divisions/divisionCall'
import { executeOperation } from '@hub/gateway/execution/executeOperation'
import { OperationStore } from '@hub/gateway/execution/operationStore'
import { planQuery } from '@hub/gateway/execution/plan/planQuery'
import { supergraphPlanner } from '@hub/gateway/execution/plan/supergraphPlanner'
import { readSupergraph } from '@hub/gateway/supergraph/loadSupergraph'
import { divisionSchemaFile, divisionSdl } from '@hub/schema/composition/divisionSdl'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { parse } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { inventedField } from '../bench/hub/inventedField.ts'
import { answerer } from '../bench/stubs/stubSubgraph.ts'
import { wrongAnswers } from './wrongValues.ts'

const query = `{ enterprise(subjectId: "S1") {
  name registeredCapital { amount }
  liquorFilings(first: 2) { totalCount pageInfo { hasNextPage } nodes { recordId filingNo status version validFrom } }
  commendations(first: 1) { totalCount nodes { honorName validFrom } }
} }`

interface Enterprise {
  readonly liquorFilings?: unknown
  readonly [field: string]: unknown
}

interface Told {
  readonly enterprise: Enterprise | null
  readonly states: Readonly<Record<string, string>>
  readonly errors: readonly (readonly [division: string | undefined, path: string])[]
}

/** The hub's executor in process over the four divisions' SDL; `spoil` may change what a division answers. */
async function hubWith(): Promise<(spoil?: (division: string, answer: unknown) => unknown) => Promise<Told>> {
  const subgraphs = divisions.map(({ name }) => ({ name, sdl: divisionSdl(divisionSchemaFile(name)) }))
  const { supergraphSdl } = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}.invalid`, typeDefs: parse(sdl) })),
  )
  if (!supergraphSdl) throw new Error('the divisions do not compose')
  const { apiSchema } = readSupergraph(supergraphSdl, new Map())
  const store = new OperationStore(
    apiSchema,
    supergraphPlanner(supergraphSdl, planQuery(supergraphSdl)),
    new BoundedCache(10_000),
  )
  const operation = store.find(parse(query))
  const answers = new Map(
    subgraphs.map(({ name, sdl }) => [name as string, answerer({ name, sdl, fieldResolver: inventedField })]),
  )
  return async (spoil = (_, answer) => answer) => {
    const call: DivisionCall = async ({ division, body, parse: parseText }) => {
      const text = (await answers.get(division)?.(body)) ?? ''
      const spoilt = JSON.stringify(spoil(division, JSON.parse(text)))
      return parseText(Buffer.from(spoilt)) as Awaited<ReturnType<DivisionCall>>
    }
    const ready = await store.ready(operation)
    const { data, errors, divisions: states = [] } = await executeOperation(ready, call)
    const { enterprise } = JSON.parse(String(data)) as { enterprise: Enterprise | null }
    return {
      enterprise,
      states: Object.fromEntries(states.map(({ division, state }) => [division, state])),
      errors: errors.map(({ extensions, path }) => [extensions?.division, (path ?? []).join('.')]),
    }
  }
}

/** Whether a value has the JSON types of a right one; a list is held against the right one's first element. */
function fits(value: unknown, right: unknown): boolean {
  if (Array.isArray(right)) return Array.isArray(value) && value.every((element) => fits(element, right[0]))
  if (typeof right !== 'object' || right === null) return typeof value === typeof right
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(right).every(([name, member]) => fits(Reflect.get(value, name), member))
}

describe("a value of a wrong type in a division's answer", () => {
  let ask: Awaited<ReturnType<typeof hubWith>>
  let healthy: Told
  const right = new Map<string, unknown>()

  beforeAll(async () => {
    ask = await hubWith()
    healthy = await ask((division, answer) => {
      right.set(division, answer)
      return answer
    })
  })

  test('all is well without one', () => {
    expect(healthy.errors).toEqual([])
    expect(healthy.enterprise?.liquorFilings).toMatchObject({ nodes: [{ filingNo: expect.any(String) }, {}] })
  })

  test.each(['trade', 'personnel'] satisfies DivisionName[])(
    'costs fields of %s only, and it is named',
    async (ill) => {
      const own = ill === 'trade' ? 'liquorFilings' : 'commendations'
      const wrong = wrongAnswers(right.get(ill))
      expect(wrong.length).toBeGreaterThan(40)
      for (const { title, value } of wrong) {
        const { enterprise, states, errors } = await ask((division, answer) => (division === ill ? value : answer))
        const { [own]: suffered, ...others } = enterprise ?? {}
        const { [own]: _, ...expected } = healthy.enterprise ?? {}
        expect(others, title).toEqual(expected)
        for (const [division, path] of errors)
          expect([title, division, path.startsWith(`enterprise.${own}`)]).toEqual([title, ill, true])
        if (errors.length > 0) expect([title, states[ill]]).toEqual([title, 'BAD_RESPONSE'])
        // What fits the type cannot be told from a right answer; everything else has been told.
        else expect([title, fits(suffered, healthy.enterprise?.[own])]).toEqual([title, true])
      }
    },
  )
})

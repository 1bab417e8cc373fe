import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { BoundedCache } from '../boundedCache.ts'
import { OperationStore } from '../operationStore.ts'
import { planQuery } from '../plan/planQuery.ts'
import { supergraphPlanner } from '../plan/supergraphPlanner.ts'
import type { VerbatimPlace } from './verbatimParse.ts'

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requires", "@external", "@shareable"])\n`

const registry = `${LINK}
  type Query { firm(id: ID!): Firm }
  type Firm @key(fields: "id") {
    id: ID! phones: [String!]! address: Address at(day: Int): Address capital: Money first: Money mark: Mark parent: Firm
  }
  type Address { city: String! street: Street }
  type Street { name: String! number(kind: Int): Int }
  type Money { amount: Float! unit: Unit! odd: Odd }
  interface Mark { text: String }
  type Red implements Mark { text: String }
  enum Unit { YUAN WAN }
  scalar Odd`

const trade = `${LINK}
  type Firm @key(fields: "id") {
    id: ID! address: Address @external zone: String @requires(fields: "address { city }") filings: [Filing!]
  }
  type Address { city: String! @external }
  type Filing { no: ID! open: Boolean! }`

let store: OperationStore
beforeAll(() => {
  const { supergraphSdl = '', errors } = composeServices([
    { name: 'registry', url: 'http://registry.invalid', typeDefs: parse(registry) },
    { name: 'trade', url: 'http://trade.invalid', typeDefs: parse(trade) },
  ])
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
  const { apiSchema } = readSupergraph(supergraphSdl, new Map())
  store = new OperationStore(
    apiSchema,
    supergraphPlanner(supergraphSdl, planQuery(supergraphSdl)),
    new BoundedCache(10_000),
  )
})

function pathsOf({ verbatim, fields }: VerbatimPlace, path: string): string[] {
  return [...(verbatim ? [path] : []), ...[...fields].flatMap(([name, place]) => pathsOf(place, `${path}/${name}`))]
}

/** Where the answers to an operation's requests are passed on, by the names of the requests' fields. */
async function places(selection: string): Promise<string[]> {
  const { compiled } = await store.ready(store.find(parse(`query($i: ID!) { firm(id: $i) { ${selection} } }`)), {
    i: 'F',
  })
  const groups = compiled.program?.groups ?? []
  return groups.flatMap(({ parser }) => (parser.verbatimPlaces ? pathsOf(parser.verbatimPlaces, '') : []))
}

test("a value is passed on whose fields are the client's, in names and order", async () => {
  expect(await places('id address { city street { name } } filings { no open }')).toEqual([
    '/data/firm__1/address',
    '/data/_0/filings',
  ])
  expect(await places('capital { ... { unit amount } }')).toEqual(['/data/firm__1'])
})

test.each([
  ['another name', 'capital { sum: amount unit }', []],
  [
    'another name, deeper; what is beneath is looked at by itself',
    'address { town: city street { name } }',
    ['street'],
  ],
  ['arguments, which have a name of their own', 'address { city street { number(kind: 1) } }', []],
  ['a type that is only known when it is there', 'mark { text }', []],
  ['a scalar whose values the hub does not know', 'capital { odd }', []],
  ['what another division reads, which is asked for under a name of its own', 'address { city } zone', ['address']],
  ['an entity to which another division adds', 'parent { id filings { no } }', ['filings']],
])('not one with %s', async (_, selection, expected) => {
  expect((await places(selection)).map((path) => path.split('/').at(-1))).toEqual(expected)
})

import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

interface Part {
  readonly id?: string
  readonly sku?: string
}

const shop: SmallSubgraph = {
  sdl: `type Query { things: [Thing] } interface Thing { name: String }
    type Chair implements Thing { name: String seat: Part }
    type Lamp implements Thing { name: String seat: Part @provides(fields: "id") }
    type Part @key(fields: "sku") { sku: String! id: ID! @external }`,
  resolvers: {
    Query: { things: () => ['Chair', 'Lamp'].map((name) => ({ __typename: name, seat: { id: 'p1', sku: 's1' } })) },
  },
}

const stock: SmallSubgraph = {
  sdl: 'type Part @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! weight: Int size: Int }',
  resolvers: {
    Part: {
      __resolveReference: (part: Part) => part,
      weight: ({ id }: Part) => (id === undefined ? 1 : 10),
      size: ({ id }: Part) => (id === undefined ? 2 : 20),
    },
  },
}

test('objects that are reached by different keys are each named by their own', async () => {
  const query = '{ things { ... on Chair { seat { weight } } ... on Lamp { seat { size } } } }'
  const { data, errorPaths } = await askSmall({ shop, stock }, query)
  expect(data).toEqual({ things: [{ seat: { weight: 1 } }, { seat: { size: 20 } }] })
  expect(errorPaths).toEqual([])
})

test('a field of a key that a client calls by several names is fetched once, as the key', async () => {
  const orders: SmallSubgraph = {
    sdl: 'type Query { part: Part } type Part @key(fields: "sku") { sku: String! }',
    resolvers: { Query: { part: () => ({ sku: 's1' }) } },
  }
  const numbers: SmallSubgraph = {
    sdl: 'type Part @key(fields: "sku") { sku: String! id: ID! @shareable }',
    resolvers: { Part: { __resolveReference: (part: Part) => ({ ...part, id: 'p1' }) } },
  }
  const fees: SmallSubgraph = {
    sdl: 'type Part @key(fields: "id") { id: ID! fee: Int }',
    resolvers: { Part: { __resolveReference: () => null } },
  }
  const query = '{ part { first: id second: id fee } }'
  const { data, errorPaths, requests } = await askSmall({ orders, numbers, fees }, query)
  expect(data).toEqual({ part: { first: 'p1', second: 'p1', fee: null } })
  expect(errorPaths).toEqual([])
  expect(requests.filter(([, text]) => text.includes(':id'))).toEqual([])
})

describe('an object of a key that a client calls by several names', () => {
  const orders: SmallSubgraph = {
    sdl: 'type Query { part: Part } type Part @key(fields: "sku") { sku: String! }',
    resolvers: { Query: { part: () => ({ sku: 's1' }) } },
  }
  const place = { zone: 'Z', row: 4, note: 'n' }
  const stores: SmallSubgraph = {
    sdl: `type Part @key(fields: "sku") { sku: String! place: Place! @shareable }
      type Place @shareable { zone: String! row: Int! note: String }`,
    resolvers: { Part: { __resolveReference: (part: Part) => ({ ...part, place }) } },
  }
  const fees: SmallSubgraph = {
    sdl: `type Part @key(fields: "place { zone row }") { place: Place! fee: Int }
      type Place @shareable { zone: String! row: Int! }`,
    resolvers: { Part: { __resolveReference: () => null } },
  }
  const ask = (query: string) => askSmall({ orders, stores, fees }, query)

  test.each([
    '{ part { first: place { zone } second: place { zone row } fee } }',
    '{ part { first: place { zone row } place { zone } fee } }',
    '{ part { first: place { __typename zone } second: place { zone } third: place { row zone } fee } }',
    '{ part { first: place { ...P } second: place { ... on Place { zone } } fee } } fragment P on Place { zone }',
  ])('is fetched once, as the key: %s', async (query) => {
    const { data, errorPaths, requests } = await ask(query)
    expect(data).toMatchObject({
      part: { first: expect.toSatisfy((value) => Object.values(value).includes('Z')), fee: null },
    })
    expect(errorPaths).toEqual([])
    expect(requests.map(([division]) => division)).toEqual(['orders', 'stores', 'fees'])
    expect(requests.join().match(/place\b/g)).toHaveLength(1)
  })

  test('is fetched for itself where more is asked of it under its own name, which fails', async () => {
    const failing: SmallSubgraph = {
      sdl: stores.sdl.replace('note: String', 'note: String!').replace('place: Place!', 'place: Place'),
      resolvers: { Part: { __resolveReference: (part: Part) => ({ ...part, place: { ...place, note: fault } }) } },
    }
    const query = '{ part { first: place { zone } place { zone note } } }'
    const { data, errorPaths } = await askSmall({ orders, stores: failing, fees }, query)
    expect([data, errorPaths]).toEqual([{ part: { first: { zone: 'Z' }, place: null } }, ['part.place.note']])
  })

  test('is fetched for itself where more is asked of it, which may fail', async () => {
    const { data, requests } = await ask('{ part { first: place { zone note } second: place { zone } fee } }')
    expect(data).toEqual({ part: { first: { zone: 'Z', note: 'n' }, second: { zone: 'Z' }, fee: null } })
    expect(requests.join().match(/:place/g)).toHaveLength(1)
  })
})

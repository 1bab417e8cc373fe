import { describe, expect, test } from 'vitest'
import { askSmall, type SmallSubgraph } from './smallFederation.ts'

const shop: SmallSubgraph = {
  sdl: `type Query { nothing: Int }
    type Mutation { sell(id: ID!): Product } type Product @key(fields: "id") { id: ID! price: Int! }`,
  resolvers: { Mutation: { sell: (_: unknown, { id }: { id: string }) => ({ id, price: 5 }) } },
}

const store: SmallSubgraph = {
  sdl: `type Product @key(fields: "id") {
      id: ID! price: Int! @external dear: Boolean @requires(fields: "price") there: Boolean
    }`,
  resolvers: {
    Product: {
      __resolveReference: (product: { id: string; price?: number }) => product,
      dear: ({ price }: { price: number }) => price > 100,
      there: () => true,
    },
  },
}

describe('the payload of a mutation', () => {
  test('is completed by one request to a division, for fields with inputs and without', async () => {
    const mutation = 'mutation { a: sell(id: 1) { there dear } b: sell(id: 2) { dear there } }'
    const { data, requests } = await askSmall({ shop, store }, mutation)
    expect(data).toEqual({ a: { there: true, dear: false }, b: { there: true, dear: false } })
    expect(requests.map(([subgraph]) => subgraph)).toEqual(['shop', 'store'])
  })
})

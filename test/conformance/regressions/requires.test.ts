import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

interface Part {
  readonly id: string
  readonly weight?: number | null
  readonly size?: number | null
  readonly fee?: number | null
}

const known = ({ id }: { id: string }): { id: string } => ({ id })

const shop: SmallSubgraph = {
  sdl: `type Query { part: Part stranger: Part }
    type Part @key(fields: "id") {
      id: ID! size: Int! fee: Int @external price: Int @requires(fields: "fee") }`,
  resolvers: {
    Query: { part: () => ({ id: 'p1' }), stranger: () => ({ id: 'p2' }) },
    Part: {
      __resolveReference: (part: Part) => part,
      size: () => 5,
      price: ({ fee }: Part) => (fee === undefined ? -1 : fee === null ? 0 : fee * 10),
    },
  },
}

const scales: SmallSubgraph = {
  sdl: `type Part @key(fields: "id") { id: ID! weight: Int }`,
  resolvers: {
    Part: { __resolveReference: (part: Part) => (part.id === 'p2' ? null : part), weight: () => 3 },
  },
}

const carrier: SmallSubgraph = {
  sdl: `type Part @key(fields: "id") {
    id: ID! size: Int! @external weight: Int @external fee: Int @requires(fields: "size weight") }`,
  resolvers: {
    Part: {
      __resolveReference: (part: Part) => part,
      fee: ({ size, weight }: Part) => (size == null || weight === undefined ? -1 : size + (weight ?? 100)),
    },
  },
}

const federation = { shop, scales, carrier }

describe('@requires', () => {
  test('inputs come from two subgraphs', async () => {
    const { data } = await askSmall(federation, '{ part { fee } }')
    expect(data).toEqual({ part: { fee: 8 } })
  })

  test('a chain leads back to the subgraph that it began in', async () => {
    const { data, requests } = await askSmall(federation, '{ part { price } }')
    expect(data).toEqual({ part: { price: 80 } })
    expect(requests.map(([name]) => name)).toEqual(['shop', 'scales', 'carrier', 'shop'])
  })

  test('an input that its subgraph knows nothing of is sent as null', async () => {
    const { data, errorPaths } = await askSmall(federation, '{ stranger { weight fee price } }')
    expect(data).toEqual({ stranger: { weight: null, fee: 105, price: 1050 } })
    expect(errorPaths).toEqual([])
  })

  test('inputs do not reach the client, whatever it calls its own fields', async () => {
    const { data } = await askSmall(federation, '{ part { weight: id fee size: price } }')
    expect(data).toEqual({ part: { weight: 'p1', fee: 8, size: 80 } })
  })
})

describe('@requires over abstract types', () => {
  const stock: SmallSubgraph = {
    sdl: `union Holder = Person | Firm
      type Person @shareable { name: String! } type Firm @shareable { code: Int! }
      type Query { things: [Thing!]! }
      type Thing @key(fields: "id") { id: ID! holders: [Holder!]! }`,
    resolvers: {
      Query: { things: () => [{ id: 't1' }] },
      Thing: {
        __resolveReference: known,
        holders: () => [
          { __typename: 'Firm', code: 7 },
          { __typename: 'Person', name: 'Ada' },
        ],
      },
    },
  }
  const labels: SmallSubgraph = {
    sdl: `union Holder = Person | Firm
      type Person @shareable { name: String! } type Firm @shareable { code: Int! }
      type Thing @key(fields: "id") { id: ID! holders: [Holder!]! @external
        label: String @requires(fields: "holders { ... on Person { name } ... on Firm { code } }") }`,
    resolvers: {
      Thing: { __resolveReference: (thing: object) => thing, label: ({ holders }) => JSON.stringify(holders) },
    },
  }

  test('each value is sent with its type and with the fields of that type', async () => {
    const { data } = await askSmall({ stock, labels }, '{ things { label } }')
    const label = '[{"__typename":"Firm","code":7},{"__typename":"Person","name":"Ada"}]'
    expect(data).toEqual({ things: [{ label }] })
  })
})

describe('an input with fields of its own', () => {
  const makers: SmallSubgraph = {
    sdl: `type Query { part: Part } type Part @key(fields: "id") { id: ID! maker: Maker }
      type Maker { name: String! phone: String! }`,
    resolvers: {
      Query: { part: () => ({ id: 'p1' }) },
      Part: { __resolveReference: known, maker: () => ({ name: 'Ada' }) },
      Maker: { phone: fault },
    },
  }
  const badges: SmallSubgraph = {
    sdl: `type Part @key(fields: "id") {
        id: ID! maker: Maker @external badge: String @requires(fields: "maker { name }") }
      type Maker { name: String! @external }`,
    resolvers: {
      Part: {
        __resolveReference: (part: unknown) => part,
        badge: ({ maker }: { maker: { name: string } }) => `by ${maker.name}`,
      },
    },
  }

  test('is there though what the client asks beneath it fails', async () => {
    const { data, errorPaths } = await askSmall({ makers, badges }, '{ part { maker { phone } badge } }')
    expect(data).toEqual({ part: { maker: null, badge: 'by Ada' } })
    expect(errorPaths).toEqual(['part.maker.phone'])
  })
})

test('a field is not computed from what no division knows though it is never null', async () => {
  const shelf: SmallSubgraph = {
    sdl: `type Query { media: Media } type Media @key(fields: "id") { id: ID! maker: Maker }
      type Maker @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { media: () => ({ id: 'm1', maker: { id: 'k1' } }) } },
  }
  const names: SmallSubgraph = {
    sdl: `type Maker @key(fields: "id") { id: ID! name: String! }
      type Media @key(fields: "id") {
        id: ID! maker: Maker @external label: String @requires(fields: "maker { name }") }`,
    resolvers: {
      Maker: { __resolveReference: () => null },
      Media: {
        __resolveReference: (media: unknown) => media,
        label: ({ maker }: { maker: { name: string } }) => `by ${maker.name}`,
      },
    },
  }
  const { data, requests } = await askSmall({ shelf, names }, '{ media { label } }')
  expect(data).toEqual({ media: { label: null } })
  expect(requests.filter(([, text]) => text.includes('label'))).toEqual([])
})

test('an input that failed deep within a list of lists is sent to nobody, and is what its field failed of', async () => {
  const rows: SmallSubgraph = {
    sdl: `type Query { part: Part } type Part @key(fields: "id") { id: ID! sizes: [[Int]] }`,
    resolvers: { Query: { part: () => ({ id: 'p1' }) }, Part: { sizes: () => [[1, 'nothing whole']] } },
  }
  const sums: SmallSubgraph = {
    sdl: `type Part @key(fields: "id") { id: ID! sizes: [[Int]] @external sum: Int @requires(fields: "sizes") }`,
    resolvers: { Part: { __resolveReference: (part: Part) => part, sum: () => 1 } },
  }
  const { data, errorPaths, requests } = await askSmall({ rows, sums }, '{ part { sum } }')
  expect(data).toEqual({ part: { sum: null } })
  expect(errorPaths).toEqual(['part.sum'])
  expect(requests.map(([subgraph]) => subgraph)).toEqual(['rows'])
})

import { describe, expect, test } from 'vitest'
import { askSmall, type SmallSubgraph } from './smallFederation.ts'

interface Named {
  readonly name: string
}

const holders: SmallSubgraph = {
  sdl: `type Query { holder: Holder } interface Holder { held: Thing }
    type Strict implements Holder { held: Thing! } type Loose implements Holder { held: Thing }
    type Thing @key(fields: "id") { id: ID! size: Int! inner: Inner! } type Inner { left: Int! right: Int! }`,
  resolvers: {
    Query: { holder: () => ({ __typename: 'Strict', held: { id: 't1', size: 4, inner: { left: 1, right: 2 } } }) },
    Thing: { __resolveReference: (thing: unknown) => thing },
  },
}

const names: SmallSubgraph = {
  sdl: 'type Thing @key(fields: "id") { id: ID! name: String! }',
  resolvers: { Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `thing ${id}` }) } },
}

const labelled: SmallSubgraph = {
  sdl: holders.sdl.replace('size: Int!', 'size: Int! name: String! @external label: String @requires(fields: "name")'),
  resolvers: { ...holders.resolvers, Thing: { ...holders.resolvers.Thing, label: ({ name }: Named) => `${name}!` } },
}

describe('a field that is `X!` in a type and `X` in its interface', () => {
  test('keeps what is asked of both', async () => {
    const query = `{ holder {
      held { size inner { left } }
      ... on Strict { held { name inner { right } } }
      ... on Loose { held { name } }
    } }`
    const { data, errorPaths } = await askSmall({ holders, names }, query)
    expect(errorPaths).toEqual([])
    expect(data).toEqual({ holder: { held: { size: 4, inner: { left: 1, right: 2 }, name: 'thing t1' } } })
  })

  test('is found again where something beneath it is asked with inputs', async () => {
    const query = '{ holder { ... on Loose { held { size } } ... on Strict { held { label } } } }'
    const { data, errorPaths } = await askSmall({ holders: labelled, names }, query)
    expect(errorPaths).toEqual([])
    expect(data).toEqual({ holder: { held: { label: 'thing t1!' } } })
  })
})

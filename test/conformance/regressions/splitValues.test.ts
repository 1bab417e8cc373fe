import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

function half(field: string, answers: () => unknown): SmallSubgraph {
  const root = field === 'left' ? 'type Query { thing: Thing }' : ''
  return {
    sdl: `${root} type Thing @key(fields: "id") { id: ID! pair: Pair! @shareable } type Pair { ${field}: Int! @shareable }`,
    resolvers: {
      ...(root === '' ? {} : { Query: { thing: () => ({ id: 't1' }) } }),
      Thing: { __resolveReference: ({ id }: { id: string }) => ({ id }), pair: answers },
    },
  }
}

const query = '{ thing { pair { left right } } }'

describe('a value whose fields two subgraphs know', () => {
  test('is put together', async () => {
    const { data } = await askSmall(
      { a: half('left', () => ({ left: 1 })), b: half('right', () => ({ right: 2 })) },
      query,
    )
    expect(data).toEqual({ thing: { pair: { left: 1, right: 2 } } })
  })

  test('is at fault once when both subgraphs say so', async () => {
    const { data, errorPaths } = await askSmall({ a: half('left', fault), b: half('right', fault) }, query)
    expect(data).toEqual({ thing: null })
    expect(errorPaths).toEqual(['thing.pair'])
  })
})

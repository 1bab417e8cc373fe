import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

const library: SmallSubgraph = {
  sdl: `interface Media @key(fields: "id") { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! pages: Int! author: Author }
    type Film implements Media @key(fields: "id") { id: ID! minutes: Int! }
    type Author { name: String! }`,
  resolvers: {
    Media: {
      __resolveReference: ({ id }: { id: string }) => ({ __typename: id.startsWith('b') ? 'Book' : 'Film', id }),
      __resolveType: ({ id }: { id: string }) => (id.startsWith('b') ? 'Book' : 'Film'),
    },
    Book: { pages: () => 300, author: () => ({ name: 'Anon' }) },
    Film: { minutes: fault },
  },
}

const ratings: SmallSubgraph = {
  sdl: `type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int! }
    type Query { book: Media film: Media shelf: [Media] }`,
  resolvers: {
    Query: { book: () => ({ id: 'b1' }), film: () => ({ id: 'f1' }), shelf: () => [{ id: 'b1' }, { id: 'f1' }] },
    Media: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      stars: ({ id }: { id: string }) => (id === 'f1' ? fault() : 5),
    },
  },
}

const media = { library, ratings }

describe('interface objects', () => {
  test('the type of an object is asked of the subgraph that knows it', async () => {
    const { data } = await askSmall(media, '{ book { ... on Book { stars __typename } ... on Film { id } } }')
    expect(data).toEqual({ book: { stars: 5, __typename: 'Book' } })
  })

  test('the type is there when only a second fragment asks for it', async () => {
    const query = '{ book { ... on Book { stars } } book { ... on Book { __typename } } }'
    const { data, errorPaths } = await askSmall(media, query)
    expect(data).toEqual({ book: { stars: 5, __typename: 'Book' } })
    expect(errorPaths).toEqual([])
  })

  test('an error of a type that the client did not ask for does not reach it', async () => {
    const { data, errorPaths } = await askSmall(media, '{ shelf { ... on Book { stars } } }')
    expect(data).toEqual({ shelf: [{ stars: 5 }, {}] })
    expect(errorPaths).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

const isBook = (id: string): boolean => id.startsWith('b')

/** Marks that are named `broken` are at fault. */
const mark = (_: unknown, { name }: { name: string }): string => (name === 'broken' ? fault() : name)

const library: SmallSubgraph = {
  sdl: `interface Media @key(fields: "id") { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! }
    type Film implements Media @key(fields: "id") { id: ID! }
    type Query { media: [Media] }`,
  resolvers: {
    Query: { media: () => [{ id: 'b1' }, { id: 'f1' }] },
    Media: {
      __resolveReference: ({ id }: { id: string }) => ({ __typename: isBook(id) ? 'Book' : 'Film', id }),
      __resolveType: ({ id }: { id: string }) => (isBook(id) ? 'Book' : 'Film'),
    },
  },
}

const marks: SmallSubgraph = {
  sdl: `type Media @interfaceObject @key(fields: "id") { id: ID! mark(name: String!): String! stamp: Stamp! }
    type Stamp { left(name: String!): String! right(name: String!): String! }
    type Query { shelf: [Media] }`,
  resolvers: {
    Query: { shelf: () => [{ id: 'b1' }, { id: 'f1' }] },
    Media: { __resolveReference: ({ id }: { id: string }) => ({ id }), mark, stamp: () => ({}) },
    Stamp: { left: mark, right: mark },
  },
}

describe('an interface object is asked', () => {
  test.each(['media', 'shelf'])('of each type for what is wanted of that type (%s)', async (root) => {
    const query = `{ ${root} { ... on Book { mark(name: "whole") } ... on Film { mark(name: "broken") } } }`
    const { data, errorPaths } = await askSmall({ library, marks }, query)
    expect(data).toEqual({ [root]: [{ mark: 'whole' }, null] })
    expect(errorPaths).toEqual([`${root}.1.mark`])
  })

  test('for nothing that only another type is wanted for', async () => {
    const query = '{ shelf { id ... on Film { mark(name: "broken") } } }'
    const { data, requests } = await askSmall({ library, marks }, query)
    expect(data).toEqual({ shelf: [{ id: 'b1' }, null] })
    expect(requests.filter(([division]) => division === 'marks')).toHaveLength(2)
  })

  test('beneath its fields too for what is wanted of its type', async () => {
    const query = `{ media {
      ... on Book { stamp { left(name: "whole") } }
      ... on Film { stamp { right(name: "broken") } }
    } }`
    const { data, errorPaths } = await askSmall({ library, marks }, query)
    expect(data).toEqual({ media: [{ stamp: { left: 'whole' } }, null] })
    expect(errorPaths).toEqual(['media.1.stamp.right'])
  })
})

const owners: SmallSubgraph = {
  sdl: `interface Owner { item: Item } type Person implements Owner { item: Item } type Firm implements Owner { item: Item }
    type Item @key(fields: "id") { id: ID! } type Query { owners: [Owner] }`,
  resolvers: {
    Query: {
      owners: () => ['Person', 'Firm', 'Person'].map((name, at) => ({ __typename: name, item: { id: `i${at % 2}` } })),
    },
  },
}

const prices: SmallSubgraph = {
  sdl: 'type Item @key(fields: "id") { id: ID! mark(name: String!): String! note: String }',
  resolvers: { Item: { __resolveReference: (item: unknown) => item, mark, note: ({ id }: { id: string }) => id } },
}

describe('an entity is asked for what is wanted of it', () => {
  test('by the type of the object that it belongs to', async () => {
    const query = `{ owners {
      ... on Person { item { mark(name: "whole") } }
      ... on Firm { item { mark: mark(name: "broken") note } }
    } }`
    const { data, errorPaths, requests } = await askSmall({ owners, prices }, query)
    expect(data).toEqual({ owners: [{ item: { mark: 'whole' } }, { item: null }, { item: { mark: 'whole' } }] })
    expect(errorPaths).toEqual(['owners.1.item.mark'])
    expect(requests).toHaveLength(2)
  })

  test('in one way where all types want the same', async () => {
    const query = '{ owners { ... on Person { item { note } } ... on Firm { item { note } } } }'
    const { data, requests } = await askSmall({ owners, prices }, query)
    expect(data).toEqual({ owners: ['i0', 'i1', 'i0'].map((note) => ({ item: { note } })) })
    expect(requests.map(([, text]) => text.split('_entities(').length)).toEqual([1, 2])
  })
})

const names: SmallSubgraph = {
  sdl: `interface Media @key(fields: "id") { id: ID! title: String! }
    type Book implements Media @key(fields: "id") { id: ID! title: String! }
    type Film implements Media @key(fields: "id") { id: ID! title: String! }
    type Query { media: [Media] }`,
  resolvers: { ...library.resolvers, Book: { title: () => 'Emma' }, Film: { title: () => 'Ran' } },
}

const labels: SmallSubgraph = {
  sdl: `type Media @interfaceObject @key(fields: "id") {
    id: ID! title: String! @external label(name: String!): String! @requires(fields: "title") }`,
  resolvers: {
    Media: {
      __resolveReference: (media: unknown) => media,
      label: ({ title }: { title: string }, { name }: { name: string }) => (name === 'broken' ? fault() : title + name),
    },
  },
}

test('a field with inputs is asked of each type as it is wanted of that type', async () => {
  const query = '{ media { ... on Book { label(name: "!") } ... on Film { label(name: "broken") } } }'
  const { data, errorPaths } = await askSmall({ names, labels }, query)
  expect(data).toEqual({ media: [{ label: 'Emma!' }, null] })
  expect(errorPaths).toEqual(['media.1.label'])
})

import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

/** The division answers null for the lamp, so that nobody is told that it was a lamp. */
const stock: SmallSubgraph = {
  sdl: `type Query { thing: Thing } interface Thing { id: ID! }
    type Chair implements Thing { id: ID! size(unit: Int): Int! seat: Part }
    type Lamp implements Thing { id: ID! size(unit: Int): Int! bulb: Part seat: Part }
    type Part { weight: Int! height: Int! }`,
  resolvers: {
    Query: { thing: () => ({ __typename: 'Lamp', id: 'l1', bulb: {}, seat: {} }) },
    Lamp: { size: fault },
  },
}

describe('an object whose type is lost with it', () => {
  test.each([
    ['{ thing { ... on Chair { size } ... on Lamp { width: size } } }', 'thing.width'],
    ['{ thing { ... on Lamp { size } ... on Chair { width: size } } }', 'thing.size'],
    ['{ thing { ... on Chair { a: size(unit: 1) } ... on Lamp { b: size(unit: 1) } } }', 'thing.b'],
  ])("tells of a leaf by its own type's name: %s", async (query, path) => {
    const { data, errorPaths } = await askSmall({ stock }, query)
    expect(data).toEqual({ thing: null })
    expect(errorPaths).toEqual([path])
  })
})

const parts: SmallSubgraph = {
  sdl: `type Query { thing: Thing } interface Thing { part: Part! }
    type Chair implements Thing { part: Part! } type Lamp implements Thing { part: Part! }
    type Part { weight: Int! height: Int! }`,
  resolvers: { Query: { thing: () => ({ __typename: 'Lamp', part: {} }) }, Part: { height: fault } },
}

test('an object lost with what only its own type asks below tells it there', async () => {
  const query = '{ thing { ... on Chair { part { weight } } ... on Lamp { part { height } } } }'
  const { data, errorPaths } = await askSmall({ stock: parts }, query)
  expect(data).toEqual({ thing: null })
  expect(errorPaths).toEqual(['thing.part.height'])
})

const guide: SmallSubgraph = {
  sdl: `type Query { shows: [Media!]! @shareable } type Media @interfaceObject @key(fields: "id") { id: ID! rating: Int }`,
  resolvers: { Query: { shows: () => [{ id: 'f1' }] }, Media: { rating: () => 5 } },
}

const archive: SmallSubgraph = {
  sdl: `type Query { shows: [Media!]! @shareable } interface Media @key(fields: "id") { id: ID! }
    type Film implements Media @key(fields: "id") { id: ID! runtime: Int! }
    type Song implements Media @key(fields: "id") { id: ID! length: Int! }`,
  resolvers: {
    Query: { shows: () => [{ __typename: 'Film', id: 'f1' }] },
    Film: {
      // After the guide has answered.
      runtime: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        fault()
      },
    },
  },
}

test('an object whose answer is lost down to the root is told by the field that it was lost by', async () => {
  const query = '{ shows { rating ... on Film { runtime } } }'
  const { data, errorPaths } = await askSmall({ guide, archive }, query)
  expect(data).toBeNull()
  expect(errorPaths).toEqual(['shows.0.runtime'])
})

import { expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

const itself = (object: object) => object

const chairs: SmallSubgraph = {
  sdl: `type Seat @key(fields: "id") { id: ID! }
    type Thing @interfaceObject @key(fields: "id") { id: ID! seats: [Seat] }`,
  resolvers: { Thing: { __resolveReference: (thing: object) => ({ ...thing, seats: [{ id: 's1' }] }) } },
}

const house: SmallSubgraph = {
  sdl: `type Query { things: [Thing] @shareable }
    interface Thing @key(fields: "id") { id: ID! label: ID! }
    type Chair implements Thing @key(fields: "id") { id: ID! label: ID! }
    type Bench implements Thing @key(fields: "id") { id: ID! label: ID! }
    type Seat @key(fields: "id") { id: ID! place: Place! @shareable }
    type Place { zone: String! @shareable row: Int! @shareable }`,
  resolvers: {
    Query: { things: () => [{ __typename: 'Chair', id: 't1', label: 'l1' }] },
    Seat: { __resolveReference: (seat: object) => ({ ...seat, place: { zone: 'Z', row: fault } }) },
  },
}

const areas: SmallSubgraph = {
  sdl: `type Seat @key(fields: "place { zone row }") { place: Place! }
    type Place { zone: String! @shareable row: Int! @shareable }
    type Thing @interfaceObject @key(fields: "id") { id: ID! views: [ID] }`,
  resolvers: { Thing: { __resolveReference: (thing: object) => ({ ...thing, views: ['v1'] }) } },
}

const scores: SmallSubgraph = {
  sdl: `type Query { things: [Thing] @shareable }
    type Thing @interfaceObject @key(fields: "id") {
      id: ID! label: ID! @external views: [ID] @external score: [Int]!
      computed(n: Int = 3): String @requires(fields: "views label")
    }`,
  resolvers: { Query: { things: fault }, Thing: { __resolveReference: itself, score: () => [1] } },
}

test('what the planner leaves behind of a key that it does not use is not asked for: it may fail', async () => {
  const query = `{ things {
    ... on Chair { seats { place { zone } id } id label views }
    ... on Bench { computed }
    id score
  } }`
  const { data, errorPaths, requests } = await askSmall({ areas, chairs, house, scores }, query)
  expect(errorPaths).toEqual([])
  expect(data).toMatchObject({ things: [{ seats: [{ place: { zone: 'Z' }, id: 's1' }], score: [1] }] })
  expect(requests.join()).not.toContain('row')
})

import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

const people: SmallSubgraph = {
  sdl: `type Query { person: Person people: [Person] house: House! street: String }
    type House { number: Int! }
    type Person @key(fields: "id") { id: ID! name: String }`,
  resolvers: {
    Query: {
      person: () => ({ id: 'p1', name: 'Ada' }),
      people: () => ['p1', 'p2', 'p1'].map((id) => ({ id, name: id })),
      house: fault,
      street: () => 'North Road',
    },
    Person: { __resolveReference: ({ id }: { id: string }) => ({ id, name: id }) },
  },
}

const wages: SmallSubgraph = {
  sdl: `type Person @key(fields: "id") { id: ID! grade: Int wage: Int! bonus: Int rank: Int! }`,
  resolvers: {
    Person: {
      __resolveReference: ({ id }: { id: string }) => (id === 'p2' ? null : { id }),
      grade: () => 3,
      wage: fault,
      bonus: fault,
      rank: () => 1,
    },
  },
}

const town = { people, wages }

/** A subgraph that knows an interface as one object, so that another has to say which type it is. */
const media = {
  guide: {
    sdl: `type Query { show: Media } type Media @interfaceObject @key(fields: "id") { id: ID! rating: Int }`,
    resolvers: {
      Query: { show: () => ({ id: 'f1' }) },
      Media: { __resolveReference: ({ id }: { id: string }) => ({ id }), rating: () => 5 },
    },
  },
  archive: {
    sdl: `interface Media @key(fields: "id") { id: ID! }
      type Film implements Media @key(fields: "id") { id: ID! runtime: Int! }`,
    resolvers: {
      Media: {
        __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Film', id }),
        __resolveType: () => 'Film',
      },
      Film: { runtime: fault },
    },
  },
}

/** Two subgraphs bring the same object from the root: the first fails at once, the second answers after that. */
const halves = {
  quick: {
    sdl: `type Query { pair: Pair @shareable } type Pair @key(fields: "id", resolvable: false) { id: ID! left: Int }`,
    resolvers: { Query: { pair: fault } },
  },
  slow: {
    sdl: `type Query { pair: Pair @shareable } type Pair { right: Int @shareable }`,
    resolvers: { Query: { pair: async () => ({ right: await afterwards(2) }) } },
  },
  other: {
    sdl: `type Pair @key(fields: "id") { id: ID! far: Int }`,
    resolvers: { Pair: { __resolveReference: ({ id }: { id: string }) => ({ id }), far: () => 3 } },
  },
}

function afterwards<Value>(value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(() => resolve(value), 50))
}

describe('errors', () => {
  test('a non-null field at the root takes the others along, but only it is told', async () => {
    const { data, errorPaths } = await askSmall(town, '{ street house { number } }')
    expect(data).toBeNull()
    expect(errorPaths).toEqual(['house'])
  })

  test('a non-null field of an entity takes its siblings along, but only it is told', async () => {
    const { data, errorPaths } = await askSmall(town, '{ person { name grade rank wage } }')
    expect(data).toEqual({ person: null })
    expect(errorPaths).toEqual(['person.wage'])
  })

  test('two errors in one entity are told at their own fields', async () => {
    const { data, errorPaths } = await askSmall(town, '{ person { rank bonus wage } }')
    expect(data).toEqual({ person: null })
    expect(errorPaths).toContain('person.wage')
    expect(errorPaths).not.toContain('person.rank')
  })

  test('an error of an entity is told at every place where it stands', async () => {
    const { data, errorPaths } = await askSmall(town, '{ people { id bonus } }')
    expect(data).toEqual({
      people: [
        { id: 'p1', bonus: null },
        { id: 'p2', bonus: null },
        { id: 'p1', bonus: null },
      ],
    })
    expect(errorPaths).toEqual(['people.0.bonus', 'people.2.bonus'])
  })

  test('an entity that a subgraph does not know has null fields, and a non-null one is an error', async () => {
    const { data, errorPaths } = await askSmall(town, '{ people { id rank } }')
    expect(data).toEqual({ people: [{ id: 'p1', rank: 1 }, null, { id: 'p1', rank: 1 }] })
    expect(errorPaths).toEqual(['people.1.rank'])
  })

  test('an entity that failed of two fields is lost by these, not for lacking what it was asked for', async () => {
    const { data, errorPaths } = await askSmall(media, '{ show { ... on Film { runtime rating } } }')
    expect(data).toEqual({ show: null })
    expect(errorPaths).toEqual(['show.runtime'])
  })

  test('what is not asked because an object failed is told, though another subgraph brings the object', async () => {
    const { data, errorPaths } = await askSmall(halves, '{ pair { left right far } }')
    expect(data).toEqual({ pair: { left: null, right: 2, far: null } })
    expect(errorPaths).toEqual(['pair.far', 'pair.left'])
  })
})

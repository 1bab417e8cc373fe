import { describe, expect, test } from 'vitest'
import { askSmall, type SmallSubgraph } from './smallFederation.ts'

const DEPTH = 6

const typeOf = ({ id }: { id: number }): string => (id % 2 === 0 ? 'Even' : 'Odd')

const known = ({ id }: { id: string }): { id: number } => ({ id: Number(id) })

const number = { __resolveReference: known, next: ({ id }: { id: number }) => ({ id: id + 1 }) }

/** Knows what comes after a number, as others do: each doubles the ways to the end at every step. */
const counter: SmallSubgraph = {
  sdl: `type Query { start: Step @shareable } interface Step { next: Step }
    type Even implements Step @key(fields: "id") { id: ID! next: Step @shareable }
    type Odd implements Step @key(fields: "id") { id: ID! next: Step @shareable }`,
  resolvers: { Query: { start: () => ({ id: 0 }) }, Step: { __resolveType: typeOf }, Even: number, Odd: number },
}

const names: SmallSubgraph = {
  sdl: 'type Even @key(fields: "id") { id: ID! name: String } type Odd @key(fields: "id") { id: ID! name: String }',
  resolvers: {
    Even: { __resolveReference: known, name: ({ id }: { id: number }) => `even ${id}` },
    Odd: { __resolveReference: known, name: ({ id }: { id: number }) => `odd ${id}` },
  },
}

function nested(depth: number): { query: string; data: unknown } {
  if (depth === DEPTH) return { query: '... on Even { name } ... on Odd { name }', data: { name: `even ${depth}` } }
  const inner = nested(depth + 1)
  return { query: `next { ${inner.query} }`, data: { next: inner.data } }
}

describe('operations with more ways than the planner can weigh', () => {
  test('are planned over fewer', async () => {
    const { query, data } = nested(0)
    const answer = await askSmall({ a: counter, b: counter, c: counter, names }, `{ start { ${query} } }`)
    expect(answer.data).toEqual({ start: data })
    expect(answer.errorPaths).toEqual([])
  })
})

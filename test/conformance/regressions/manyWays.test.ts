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

/** As `counter`, and with one half of a value that has no key. */
function half(field: string, value: number): SmallSubgraph {
  const { Query = {}, Step = {} } = counter.resolvers
  const halved = { ...number, pair: () => ({ [field]: value }) }
  return {
    sdl: `${counter.sdl.replaceAll('next: Step @shareable', 'next: Step @shareable pair: Pair @shareable')}
      type Pair { ${field}: Int! @shareable }`,
    resolvers: { Query, Step, Even: halved, Odd: halved },
  }
}

function nested(end: string, value: unknown, depth = 0): { query: string; data: unknown } {
  if (depth === DEPTH) return { query: `... on Even { ${end} } ... on Odd { ${end} }`, data: value }
  const inner = nested(end, value, depth + 1)
  return { query: `next { ${inner.query} }`, data: { next: inner.data } }
}

describe('operations with more ways than the planner can weigh', () => {
  test('are planned over fewer', async () => {
    const { query, data } = nested('name', { name: `even ${DEPTH}` })
    const answer = await askSmall({ a: counter, b: counter, c: counter, names }, `{ start { ${query} } }`)
    expect(answer.data).toEqual({ start: data })
    expect(answer.errorPaths).toEqual([])
  })

  test('are planned over fewer, but for values of which each division knows a part', async () => {
    const { query, data } = nested('pair { left right }', { pair: { left: 1, right: 2 } })
    const answer = await askSmall({ a: half('left', 1), b: half('right', 2), c: counter }, `{ start { ${query} } }`)
    expect(answer.data).toEqual({ start: data })
    expect(answer.errorPaths).toEqual([])
  })
})

import { anonymous } from '@hub/schema/access/callerClaims'
import { buildSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { selectOperation } from '../execution/plan/selectOperation.ts'
import { CallerBudget } from './callerBudget.ts'
import type { CostDirectives, ListSize } from './costDirectives.ts'
import { CostGuard } from './costGuard.ts'
import { countObjects } from './countObjects.ts'
import { operationCost } from './operationCost.ts'

const schema = buildSchema(`
  interface Record { id: ID  owner: Item }
  type Item implements Record { id: ID  owner: Item  parts(first: Int = 20, last: Int): Connection  tags: [Tag!]! }
  type Tag { name: String }
  type Edge { node: Item }
  type Connection { totalCount: Int  nodes: [Item!]!  edges: [Edge] }
  type Query { item(id: ID): Item  items(ids: [ID!]!): [Item]  list(first: Int = 20): Connection  record: Record }
  type Mutation { change: Item }
`)

const cost = (text: string, variables: Record<string, unknown> = {}): number =>
  operationCost(schema, selectOperation(parse(text)))(variables)

describe('the estimate of what an operation costs', () => {
  test.each([
    ['one object', '{ item(id: 1) { id } }', {}, 1],
    ['one in another', '{ item(id: 1) { owner { id } } }', {}, 2],
    ['a page of the usual length: the connection and its nodes', '{ list { nodes { id } } }', {}, 1 + 20],
    ['a page as long as it says', '{ list(first: 3) { nodes { id } } }', {}, 1 + 3],
    ['by a variable', 'query($n: Int) { list(first: $n) { nodes { id } } }', { n: 7 }, 1 + 7],
    ["by a variable's default", 'query($n: Int = 5) { list(first: $n) { nodes { id } } }', {}, 1 + 5],
    ['edges and their nodes', '{ list(first: 3) { edges { node { id } } } }', {}, 1 + 3 * 2],
    ['a page in a page', '{ list(first: 3) { nodes { parts(first: 2) { nodes { id } } } } }', {}, 1 + 3 * (1 + 1 + 2)],
    ['a count', '{ list(first: 1) { totalCount } }', {}, 1 + 5],
    ['a list of which nothing is said', '{ item { tags { name } } }', {}, 1 + 10],
    ['as many as ids', `{ items(ids: [${'1,'.repeat(30)}]) { id } }`, {}, 30],
    ['aliases, each for itself', '{ a: item { id } b: item { id } }', {}, 2],
    [
      'fragments where they are spread',
      '{ record { ...A ... on Item { tags { name } } } } fragment A on Record { owner { id } }',
      {},
      12,
    ],
    ['a change', 'mutation { change { id } }', {}, 21],
    ['the schema about itself', '{ __schema { types { name } } }', {}, 200],
  ] as const)('%s', (_, text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected)
  })

  test('a variable of another kind, or less than nothing, buys nothing for free', () => {
    const text = 'query($n: Int) { list(first: $n) { nodes { id } } }'
    expect(cost(text, { n: 'many' })).toBe(1 + 10)
    expect(cost(text, { n: null })).toBe(1 + 20)
    expect(cost(text, { n: -50 })).toBe(1)
  })
})

describe('the cost directives of a graph', () => {
  const heavy = buildSchema(`
    input Inner { part: String }
    input Filter { name: String  inner: [Inner!] }
    type Leaf { id: ID  tags: [Tag!] }
    type Tag { name: String }
    type Page { rows: [Leaf!]  others: [Leaf!] }
    type Query {
      leaf(filter: Filter, plain: Int): Leaf
      page(first: Int = 20, last: Int): Page
      long: [Leaf!]
      one(first: Int, last: Int): [Leaf!]
    }
  `)
  const declared: CostDirectives = {
    weights: new Map([
      ['Tag', 3],
      ['Leaf.id', 2],
      ['Query.leaf', 50],
      ['Query.leaf(plain:)', 7],
      ['Filter.name', 11],
      ['Inner.part', 13],
    ]),
    listSizes: new Map<string, ListSize>([
      ['Query.page', { slicingArguments: ['first', 'last'], sizedFields: ['rows'], requireOneSlicingArgument: false }],
      ['Query.long', { assumedSize: 300 }],
      ['Query.one', { slicingArguments: ['first', 'last'], requireOneSlicingArgument: true }],
    ]),
  }
  const costOf = (text: string, variables: Record<string, unknown> = {}): number =>
    operationCost(heavy, selectOperation(parse(text)), declared)(variables)

  test.each([
    ['a field weighs each time it is asked', '{ leaf { id } }', 50 + 1 + 2],
    ['a type weighs for each object', '{ leaf { tags { name } } }', 50 + 1 + 10 * 3],
    ['an argument weighs when it is given', '{ leaf(plain: 1) { tags { name } } }', 50 + 7 + 1 + 30],
    ['and is nothing when it is null', '{ leaf(plain: null, filter: { name: null }) { tags { name } } }', 50 + 1 + 30],
    ['a field of an input does too', '{ leaf(filter: { name: "x" }) { tags { name } } }', 50 + 11 + 1 + 30],
    [
      'however deep, and for each of a list',
      '{ leaf(filter: { inner: [{ part: "a" }, { part: "b" }] }) { tags { name } } }',
      50 + 26 + 1 + 30,
    ],
    ['sized fields are as long as the page', '{ page(first: 2) { rows { id } } }', 1 + 2 * (1 + 2)],
    ['other lists beside them are not', '{ page(first: 2) { others { id } } }', 1 + 10 * (1 + 2)],
    ['nor lists within them', '{ page(first: 2) { rows { tags { name } } } }', 1 + 2 * (1 + 30)],
    ['the longest of several slices counts', '{ page(first: 2, last: 5) { rows { id } } }', 1 + 5 * 3],
    ['an assumed size holds where nothing slices', '{ long { id } }', 300 * 3],
  ])('%s', (_, text, expected) => expect(costOf(text)).toBe(expected))

  test('an input in a variable weighs the same', () => {
    const text = 'query($filter: Filter) { leaf(filter: $filter) { tags { name } } }'
    expect(costOf(text, { filter: { name: 'x', inner: { part: 'a' } } })).toBe(50 + 24 + 1 + 30)
  })

  test('where exactly one slicing argument is wanted, none and two are refused', () => {
    const refusal = expect.objectContaining({ code: 'BAD_USER_INPUT' })
    expect(costOf('{ one(last: 4) { id } }')).toBe(4 * 3)
    expect(() => costOf('{ one { id } }')).toThrow(refusal)
    expect(() => costOf('{ one(first: 1, last: 1) { id } }')).toThrow(refusal)
  })
})

/** Thirty objects. */
const known = {
  ...selectOperation(parse('{ list(first: 29) { nodes { id } } }')),
  id: 1,
  conditionNames: [],
  characters: 0,
}

test('every caller has a budget of his own; whoever has used it up is told when to come again', async () => {
  const guard = new CostGuard(100, new CallerBudget(40))
  const spend = (address: string, caller = anonymous) => guard.spend({ caller, address }, schema, known)
  expect(await spend('a')).toEqual({ estimated: 30, allowed: 100, remaining: 10 })
  expect(await spend('b')).toMatchObject({ remaining: 10 })
  expect(await spend('a', { caller: 'window-1', role: 'LICENSING_WINDOW' })).toMatchObject({ remaining: 10 })
  await expect(spend('a')).rejects.toMatchObject({
    status: 429,
    headers: { 'retry-after': '60' },
    errors: [{ code: 'HUB_BUDGET_EXHAUSTED', extensions: { retryAfterSeconds: 60 } }],
  })
})

test('what is too costly for anyone is refused before anything is taken', async () => {
  const guard = new CostGuard(29, new CallerBudget(40))
  await expect(guard.spend({ caller: anonymous, address: 'a' }, schema, known)).rejects.toMatchObject({
    code: 'HUB_COST_EXCEEDED',
    extensions: { cost: 30, allowed: 29 },
  })
})

test('objects of an answer are counted as they are estimated', () => {
  expect(countObjects({ list: { nodes: [{ id: 1 }, { id: 2, tags: [{}, null] }] } })).toBe(1 + 1 + 2 + 1)
})

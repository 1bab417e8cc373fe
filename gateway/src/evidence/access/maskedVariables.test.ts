import { buildSchema, type OperationDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { maskedVariables } from './maskedVariables.ts'

const schema = buildSchema(`
  scalar USCC
  scalar CnIdNumber
  enum Kind { A B }
  input Period { from: String  to: String }
  input Filter { name: String  personName: String  kind: Kind  within: Period  uscc: USCC  personIdNo: CnIdNumber }
  type Query { a(f: Filter, s: String, n: Int, u: USCC, k: Kind, id: ID, many: [ID!], p: CnIdNumber): Int }
`)
const levels = new Map(
  ['Filter.name', 'Filter.kind', 'Filter.uscc', 'Period.from'].map((coordinate) => [
    coordinate,
    { level: 'PUBLIC', source: 'MEMBER' } as const,
  ]),
)
const operation = (variables: string) => parse(`query Q(${variables}) { a }`).definitions[0] as OperationDefinitionNode
const masked = (definitions: string, values: Record<string, unknown>): unknown =>
  JSON.parse(maskedVariables(schema, levels, operation(definitions), values))

test('what cannot be about a person is kept, text is not', () => {
  const definitions = '$n: Int, $u: USCC, $k: Kind, $id: ID, $s: String!, $p: CnIdNumber'
  const values = { n: 3, u: '91410100MA40ABCD00', k: 'A', id: 'S1', s: '张三', p: '11010519491231002X' }
  expect(masked(definitions, values)).toEqual({ ...values, s: '[…]', p: '[…]' })
})

test('of an input, what its fields declare PUBLIC is kept, deeper ones too', () => {
  const f = { name: '酒业', personName: '张三', kind: 'B', personIdNo: 'x', within: { from: '2026', to: '2027' } }
  expect(masked('$f: Filter', { f })).toEqual({
    f: { ...f, personName: '[…]', personIdNo: '[…]', within: { from: '2026', to: '[…]' } },
  })
})

test('a citizen id is replaced wherever it stands', () => {
  const id = '11010519491231002X'
  expect(masked('$f: Filter, $id: ID, $u: USCC', { f: { name: id, uscc: id }, id, u: id })).toEqual({
    f: { name: '[…]', uscc: '[…]' },
    id: '[…]',
    u: '[…]',
  })
})

test('long lists are told by their length, variables that nobody declared not at all', () => {
  const many = Array.from({ length: 200 }, (_, index) => `S${index}`)
  expect(masked('$many: [ID!]', { many, other: '张三' })).toEqual({ many: '200 […]' })
  expect(masked('$many: [ID!]', { many: ['S1', 'S2'] })).toEqual({ many: ['S1', 'S2'] })
})

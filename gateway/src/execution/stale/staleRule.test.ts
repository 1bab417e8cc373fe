import { buildSchema, type DocumentNode, type GraphQLSchema, OperationTypeNode, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { FetchStep } from '../plan/fetchStep.ts'
import { requestSlots } from '../plan/requestText.ts'
import { fieldSet } from '../plan/supergraphTypes.ts'
import { type StaleRule, staleRule } from './staleRule.ts'

const schema: GraphQLSchema = buildSchema(
  `directive @disclosure(level: Level!) on FIELD_DEFINITION | OBJECT
  directive @join__type(graph: Graph!, key: String) repeatable on OBJECT
  enum Level { PUBLIC SHARED AUTHORIZED INTERNAL }
  enum Graph { A B }
  type Query {
    enterprise(uscc: String, asOf: String): Enterprise @disclosure(level: PUBLIC)
    hidden(uscc: String): Enterprise @disclosure(level: INTERNAL)
    enterprises: [Enterprise!] @disclosure(level: PUBLIC)
    page: EnterprisePage @disclosure(level: PUBLIC)
    resolve(names: [String!]): [Resolution!] @disclosure(level: SHARED)
    events(after: Int): EventPage @disclosure(level: SHARED)
    untold: String
  }
  type EnterprisePage @disclosure(level: PUBLIC) { nodes: [Enterprise!] totalCount: Int }
  type Resolution @disclosure(level: SHARED) { subjectId: ID }
  type EventPage @disclosure(level: SHARED) { events: [String!] }
  type Mutation { enrol(uscc: String): Enterprise @disclosure(level: PUBLIC) }
  type Enterprise @join__type(graph: A, key: "subjectId") @join__type(graph: B, key: "subjectId") {
    subjectId: ID! @disclosure(level: PUBLIC)
    name: String @disclosure(level: PUBLIC)
    taxNo: String @disclosure(level: SHARED)
    email: String @disclosure(level: INTERNAL)
    figures(year: Int): Figures @disclosure(level: PUBLIC)
    plain: Figures @disclosure(level: SHARED)
  }
  type Figures @disclosure(level: AUTHORIZED) { sales: Int  staff: Int @disclosure(level: PUBLIC) }`,
  { assumeValidSDL: true },
)

function rule(selection: string, more: Partial<FetchStep> = {}): StaleRule | undefined {
  const step: FetchStep = {
    index: 0,
    division: 'a',
    operation: OperationTypeNode.QUERY,
    path: [],
    requires: undefined,
    inputRewrites: [],
    outputRewrites: [],
    selection,
    asked: fieldSet(selection.slice(1, -1)),
    brings: [],
    due: [],
    variables: new Map(),
    needs: [],
    ...more,
  }
  const checked: DocumentNode = parse(selection)
  expect(checked.definitions).toHaveLength(1)
  return staleRule(schema, requestSlots([step]))
}

const byRepresentation: Partial<FetchStep> = {
  path: ['enterprise'],
  requires: [{ kind: 'Field', name: 'subjectId' } as never],
}

describe('what may be kept of the answers to a request', () => {
  test('the whole where every field is PUBLIC or SHARED, by its own level or its type', () => {
    expect(rule('{enterprise{subjectId name taxNo __typename}}')?.whole).toBe(true)
    expect(rule('{enterprises{name plain{staff}}}')?.whole).toBe(true)
    expect(rule('{page{totalCount nodes{name}}}')?.whole).toBe(true)
    expect(rule('{... on Enterprise{taxNo figures(year:1){staff}}}', byRepresentation)?.whole).toBe(true)
  })

  test.each([
    ['a field of a higher level', '{enterprises{name email}}'],
    ['one by its type', '{enterprises{plain{staff sales}}}'],
    ['one that says nothing', '{untold}'],
    ['what is computed from arguments', '{resolve(names:[]){subjectId}}'],
    ['what has changed', '{events(after:1){events}}'],
    ['one at the root', '{hidden{name}}'],
  ])('nothing where it asks for %s', (_, selection) => {
    expect(rule(selection)).toBeUndefined()
  })

  test('nothing of an entity asked by representation for a higher level', () => {
    expect(rule('{... on Enterprise{name email}}', byRepresentation)).toBeUndefined()
  })

  test('nothing of mutations', () => {
    expect(rule('{enrol{name}}', { operation: OperationTypeNode.MUTATION })).toBeUndefined()
  })

  test('of an entity looked up, the PUBLIC and SHARED leaves, whatever else is asked', () => {
    const found = rule('{enterprise__1:enterprise(uscc:$uscc){__typename subjectId name email figures(year:1){sales}}}')
    expect(found).toMatchObject({
      whole: false,
      lookups: [{ responseName: 'enterprise__1', leaves: ['__typename', 'subjectId', 'name'], leavesOnly: false }],
    })
    expect(rule('{enterprise{subjectId name}}')?.lookups).toMatchObject([{ leavesOnly: true }])
    expect(rule('{enterprise{name} enterprises{name}}')?.lookups).toEqual([])
  })

  test('one look-up has one key, however it is written', () => {
    const keyOf = (selection: string, variables = {}) => rule(selection)?.lookups[0]?.key(variables)
    const literal = keyOf('{enterprise(asOf:null uscc:"U1"){name}}')
    expect(keyOf('{a:enterprise(uscc:$code,asOf:null){subjectId}}', { code: 'U1' })).toBe(literal)
    expect(keyOf('{enterprise(uscc:"U2",asOf:null){name}}')).not.toBe(literal)
  })
})

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
    pageOf(asOf: String): EnterprisePage @disclosure(level: PUBLIC)
    penalty(recordId: ID): Penalty @disclosure(level: PUBLIC)
    penalties: PenaltyPage @disclosure(level: PUBLIC)
    company(subjectId: ID, code: String): Company @disclosure(level: PUBLIC)
    companies: CompanyPage @disclosure(level: PUBLIC)
    resolve(names: [String!]): [Resolution!] @disclosure(level: SHARED)
    events(after: Int): EventPage @disclosure(level: SHARED)
    untold: String
  }
  interface CreditRecord { recordId: ID! }
  type Penalty implements CreditRecord @join__type(graph: A, key: "recordId") @disclosure(level: PUBLIC) {
    recordId: ID! docNo: String company: Company enterprise: Company history: [Penalty!]
  }
  type PenaltyPage @disclosure(level: PUBLIC) { nodes: [Penalty!] totalCount: Int }
  type Company @join__type(graph: A, key: "subjectId") @disclosure(level: PUBLIC) {
    subjectId: ID! code: String name: String email: String @disclosure(level: INTERNAL) penalties(asOf: String): PenaltyPage
    one: Penalty address: Address
    mergedInto: Company
  }
  type Address @disclosure(level: PUBLIC) { of: String record: CreditRecord }
  type CompanyPage @disclosure(level: PUBLIC) { nodes: [Company!] totalCount: Int }
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

function stepOf(selection: string, more: Partial<FetchStep> = {}): FetchStep {
  const checked: DocumentNode = parse(selection)
  expect(checked.definitions).toHaveLength(1)
  return {
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
}

const rule = (selection: string, more: Partial<FetchStep> = {}): StaleRule | undefined =>
  staleRule(schema, requestSlots([stepOf(selection, more)]))

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

  test('by which identifier alone an entity is looked up as it is now', () => {
    const byOf = (args: string, variables = {}) => rule(`{company(${args}){name}}`)?.lookups[0]?.by(variables)
    expect(byOf('code:$c', { c: 'U1' })).toEqual({ name: 'code', value: 'U1' })
    expect(byOf('subjectId:"S1",code:null')).toEqual({ name: 'subjectId', value: 'S1' })
    expect(byOf('subjectId:"S1",code:"U1"')).toBeUndefined()
    expect(rule('{enterprise(uscc:"U1",asOf:"2020"){name}}')?.lookups[0]?.by({})).toBeUndefined()
  })

  test('where whole answers tell of entities as they are now', () => {
    const placesOf = (selection: string) => rule(selection)?.places.map(({ type, path }) => [type, path.join('.')])
    expect(placesOf('{companies{nodes{subjectId name mergedInto{subjectId name}}}}')).toEqual([
      ['Company', 'companies.nodes'],
    ])
    expect(placesOf('{list:penalties{nodes{recordId company{code name} history{recordId docNo}}}}')).toEqual([
      ['Penalty', 'list.nodes'],
      ['Company', 'list.nodes.company'],
    ])
    expect(placesOf('{companies{nodes{name}}}')).toEqual([])
    expect(placesOf('{pageOf(asOf:"2020"){nodes{subjectId name}}}')).toEqual([])
    expect(rule('{companies{nodes{email subjectId}}}')).toBeUndefined()
  })

  test('of which types whole answers tell, be it their number', () => {
    const typesOf = (selection: string, more = {}) => [...(rule(selection, more)?.tells.types ?? [])].sort()
    expect(typesOf('{companies{nodes{name}}}')).toEqual(['Company', 'CompanyPage', 'Query'])
    expect(typesOf('{company(code:"U1"){name penalties{totalCount}}}')).toEqual([
      'Company',
      'Penalty',
      'PenaltyPage',
      'Query',
    ])
    expect(typesOf('{... on Company{address{record{__typename}}}}', byRepresentation)).toEqual([
      'Address',
      'Company',
      'CreditRecord',
      'Penalty',
    ])
  })

  test.each([
    ['{company(code:"U1"){name address{of} penalties{nodes{docNo enterprise{name}}} one{docNo}}}', true],
    ['{company(code:"U1"){name} other:company(subjectId:"S2"){name}}', true],
    ['{companies{nodes{name}}}', false],
    ['{company(code:"U1"){name} companies{nodes{name}}}', false],
    ['{penalty(recordId:"R1"){docNo enterprise{name}}}', false],
    ['{company(code:"U1"){name mergedInto{name}}}', false],
    ['{company(code:"U1"){name one{history{docNo}}}}', false],
    ['{company(code:"U1"){name one{company{name}}}}', false],
    ['{company(code:"U1"){name penalties(asOf:"2020"){totalCount}}}', false],
    ['{company(code:"U1"){name address{record{__typename}}}}', false],
    ['{... on Company{penalties{nodes{docNo}}}}', true],
    ['{... on Company{mergedInto{name}}}', false],
    ['{... on Penalty{docNo}}', false],
  ])('whether answers to %s tell of nobody but who is named: %s', (selection, ofNamed) => {
    const tells = rule(selection, selection.startsWith('{...') ? byRepresentation : {})?.tells
    expect(tells?.ofNamed).toBe(ofNamed)
    if (ofNamed && selection.startsWith('{...'))
      expect(tells?.represented).toEqual([{ variable: '_0', idName: 'subjectId' }])
  })

  test('that records may be open for a time only, counts of them too', () => {
    const isDated = (selection: string) => rule(selection)?.dated
    expect(isDated('{companies{totalCount nodes{name}}}')).toBe(false)
    expect(isDated('{penalties{totalCount}}')).toBe(true)
    expect(isDated('{company(code:"U1"){name penalties{totalCount}}}')).toBe(true)
    expect(rule('{penalty(recordId:"R1"){recordId docNo}}')?.lookups).toMatchObject([{ dated: true }])
  })

  test('of entities asked by representation, the leaves that may be kept of those that are not dated', () => {
    const represented = (selection: string) => rule(selection, byRepresentation)?.represented
    expect(represented('{... on Company{name email}}')).toMatchObject([{ name: '_0', variable: '_0' }])
    const [slot] = represented('{... on Company{name email}}') ?? []
    expect(slot?.types.get('Company')).toEqual({
      leaves: ['name'],
      leavesOnly: false,
      identifiers: ['subjectId', 'code'],
    })
    expect(represented('{... on Penalty{docNo}}')).toEqual([])
    expect(rule('{... on Company{email}}', byRepresentation)).toBeUndefined()
  })

  test('what nothing can stand in for is known to be missing beside what something can', () => {
    const [companies, penalties] = ['{... on Company{name}}', '{... on Penalty{docNo}}'].map((selection) =>
      stepOf(selection, byRepresentation),
    ) as [FetchStep, FetchStep]
    const both = staleRule(schema, requestSlots([companies, penalties]))
    expect(both?.represented.map(({ name, types }) => [name, [...types.keys()]])).toEqual([
      ['_0', ['Company']],
      ['_1', []],
    ])
    const atRoot = ['{company(code:"U1"){name}}', '{enterprises{name}}'].map((selection) => stepOf(selection))
    expect(staleRule(schema, requestSlots(atRoot))?.lookups).toEqual([])
  })

  test('one look-up has one key, however it is written', () => {
    const keyOf = (selection: string, variables = {}) => rule(selection)?.lookups[0]?.key(variables)
    const literal = keyOf('{enterprise(asOf:null uscc:"U1"){name}}')
    expect(keyOf('{a:enterprise(uscc:$code,asOf:null){subjectId}}', { code: 'U1' })).toBe(literal)
    expect(keyOf('{enterprise(uscc:"U2",asOf:null){name}}')).not.toBe(literal)
  })
})

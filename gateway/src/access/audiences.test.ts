import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { type ASTNode, parse, print, visit } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import { Audiences } from './audiences.ts'

const sdl = composeDivisions().supergraphSdl ?? ''
const supergraph = readSupergraph(sdl, new Map())
const executor = new SupergraphExecutor(supergraph)
const audiences = new Audiences(supergraph, (key, schema) => executor.audience(key, schema))
afterAll(() => executor.close())

const audience = (claims: Partial<CallerClaims> = {}) => audiences.of({ ...anonymous, ...claims })
const faults = (claims: Partial<CallerClaims>, query: string): string[] =>
  (audience(claims).documents.check(query).errors ?? []).map(({ message }) => message)

describe('audiences', () => {
  test('are made once for all callers who find the same', () => {
    expect(audience({ caller: 'one', role: 'ANALYST' })).toBe(audience({ caller: 'other', role: 'LICENSING_WINDOW' }))
    expect(audience({ role: 'ANALYST' })).not.toBe(audience())
  })

  test('hold a query against what exists for the caller', () => {
    const query = '{ penalties { nodes { remark } } }'
    expect(faults({ role: 'ANALYST' }, query)).toEqual([])
    expect(faults({}, query)).toEqual(['Cannot query field "remark" on type "AdministrativePenalty".'])
  })

  test.each([
    ['Enterprise', 'personIdNo', '{ enterprises { nodes { personIdNo } } }'],
    ['Enterprise', 'personIdNo', '{ enterprises { nodes { personIdN personName } } }'],
    ['Enterprise', 'taxNo', '{ enterprises { nodes { taxNo { a } } } }'],
    ['Query', 'accompanyingNotes', '{ accompanyingNotes(first: "x") { nodes { noteNo } } }'],
    ['AdministrativePenaltyFilter', 'litigation', '{ penalties(filter: { litigation: NONE }) { totalCount } }'],
    ['JointVentureOrderField', 'APPROVED_ON', '{ jointVentures(orderBy: { field: APPROVED_ON }) { totalCount } }'],
    ['IdentifierKind', 'PERSON_ID', '{ enterpriseByIdentifier(kind: PERSON_ID, value: "1") { name } }'],
  ])('answer of %s.%s what they would if it had never been: %s', (type, member, query) => {
    const without = visit(parse(sdl), {
      FieldDefinition: (node, _key, _parent, _path, ancestors) => gone(node, ancestors),
      InputValueDefinition: (node, _key, _parent, _path, ancestors) => gone(node, ancestors),
      EnumValueDefinition: (node, _key, _parent, _path, ancestors) => gone(node, ancestors),
    })
    const bare = readSupergraph(print(without), new Map())
    const other = new Audiences(bare, (key, schema) => executor.audience(key, schema)).of(anonymous)
    const told = JSON.stringify(audience().documents.check(query).errors)
    expect(told).toBe(JSON.stringify(other.documents.check(query).errors))
    expect(told).toContain('GRAPHQL_VALIDATION_FAILED')

    function gone(node: ASTNode & { name: { value: string } }, ancestors: readonly (ASTNode | readonly ASTNode[])[]) {
      const parent = ancestors.findLast((one): one is ASTNode & { name: { value: string } } => 'name' in one)
      return node.name.value === member && parent?.name.value === type ? null : undefined
    }
  })

  test('have no mutations where nothing may be changed', () => {
    const change = 'mutation { undoSubjectAct(number: 1, reason: "x") { number } }'
    expect(faults({}, change)).toEqual(['Schema is not configured for mutation operations.'])
    expect(faults({ role: 'INSPECTOR' }, change)).toEqual(['Schema is not configured for mutation operations.'])
    expect(faults({ role: 'OFFICER', division: 'market-order' }, change)).toEqual([])
    expect(faults({ role: 'OFFICER', division: 'personnel' }, change).join()).toContain('undoSubjectAct')
  })

  test('know the form of scalars as the whole graph does', () => {
    expect(audience().schema.getType('USCC')?.extensions).toEqual({ travelsAs: 'text' })
  })

  test.each([
    ['{ enterprises(asOf: "zzz", first: 1) { totalCount } }', 'DateTime', 21],
    ['{ enterprises(asOf: "2026-11-27", first: 1) { totalCount } }', 'DateTime', 21],
    ['{ enterprises(asOf: 5) { totalCount } }', 'DateTime', 21],
    ['query ($at: DateTime = "zzz") { enterprises(asOf: $at) { totalCount } }', 'DateTime', 24],
  ])('refuse a literal that no division would take: %s', (query, scalar, column) => {
    const errors = audience()
      .documents.check(query)
      .errors?.map((error) => error.toJSON())
    expect(errors).toEqual([
      {
        message: expect.stringContaining(`${scalar}：`),
        locations: [{ line: 1, column }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ])
  })

  test('take literals that divisions take, and variables', () => {
    expect(faults({}, '{ enterprises(asOf: "2026-11-27T00:00:00+08:00") { totalCount } }')).toEqual([])
    expect(faults({}, '{ enterprises(asOf: null) { totalCount } }')).toEqual([])
    expect(faults({}, 'query ($at: DateTime) { enterprises(asOf: $at) { totalCount } }')).toEqual([])
  })

  test('leave literals of the same names alone in the graph that is served openly', () => {
    const open = executor.audience('open', supergraph.apiSchema)
    expect(open.documents.check('{ enterprises(asOf: "zzz") { totalCount } }').errors).toBeUndefined()
  })
})

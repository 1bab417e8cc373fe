import {
  buildASTSchema,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLObjectType,
  type GraphQLSchema,
  parse,
  validateSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { composeDivisions } from '../documents/composeDivisions.ts'
import { audienceKey, audienceSchema, existsIn, graphDisclosure } from './audienceSchema.ts'
import { audienceScope } from './audienceScope.ts'
import { anonymous, type CallerClaims, type Role, roles } from './callerClaims.ts'

const sdl = composeDivisions().supergraphSdl ?? ''
const graph = graphDisclosure(sdl)
/** The supergraph stands in for the API schema: the same types and fields, and some machinery that no level opens. */
const whole = buildASTSchema(parse(sdl), { assumeValidSDL: true })

function schemaFor(claims: Partial<CallerClaims>): GraphQLSchema {
  return audienceSchema(whole, graph, audienceScope({ ...anonymous, ...claims }))
}

const fieldsOf = (schema: GraphQLSchema, type: string): string[] => {
  const found = schema.getType(type)
  return found instanceof GraphQLObjectType ? Object.keys(found.getFields()) : []
}
const inputsOf = (schema: GraphQLSchema, type: string): string[] => {
  const found = schema.getType(type)
  return found instanceof GraphQLInputObjectType ? Object.keys(found.getFields()) : []
}
const valuesOf = (schema: GraphQLSchema, type: string): string[] => {
  const found = schema.getType(type)
  return found instanceof GraphQLEnumType ? found.getValues().map(({ name }) => name) : []
}

describe('the graph of an audience', () => {
  it.each(roles)('%s finds a valid schema', (role: Role) => {
    expect(validateSchema(schemaFor({ role, division: 'trade' }))).toEqual([])
  })

  it('is open to the public up to PUBLIC: fields, filters, orders, root fields, whole types', () => {
    const schema = schemaFor({})
    expect(fieldsOf(schema, 'AdministrativePenalty')).toContain('docNo')
    expect(fieldsOf(schema, 'AdministrativePenalty')).not.toContain('remark')
    expect(fieldsOf(schema, 'Query')).not.toContain('accompanyingNotes')
    expect(schema.getType('AccompanyingNote')).toBeUndefined()
    expect(schema.getType('CreditOfficer')).toBeUndefined()
    expect(valuesOf(schema, 'IdentifierKind')).not.toContain('PERSON_ID')
    expect(valuesOf(schema, 'JointVentureOrderField')).not.toContain('APPROVED_ON')
    expect(inputsOf(schema, 'JointVentureFilter')).toContain('termStartsFrom')
    expect(inputsOf(schema, 'JointVentureFilter')).not.toContain('contractNo')
  })

  it('shows an officer what is internal of his own division only', () => {
    const schema = schemaFor({ role: 'OFFICER', division: 'trade' })
    expect(fieldsOf(schema, 'LiquorOperatorRecord')).toContain('warehouseArea')
    expect(fieldsOf(schema, 'Enterprise')).toContain('taxNo')
    expect(fieldsOf(schema, 'Enterprise')).not.toContain('personIdNo')
    expect(fieldsOf(schemaFor({ role: 'INSPECTOR' }), 'Enterprise')).toContain('personIdNo')
  })

  it('shows an enterprise its own data and lets it ask like anyone', () => {
    const schema = schemaFor({ role: 'ENTERPRISE', subjectIds: ['S1'] })
    expect(fieldsOf(schema, 'ForeignInvestmentRecord')).toContain('annualFigures')
    expect(fieldsOf(schema, 'Query')).not.toContain('resolveSubjects')
    expect(valuesOf(schema, 'JointVentureOrderField')).not.toContain('APPROVED_ON')
  })

  it('opens what a grant names, and no other field of that level', () => {
    const analyst = { role: 'ANALYST', purpose: 'HONOUR_SELECTION' } as const
    expect(fieldsOf(schemaFor(analyst), 'Commitment')).not.toContain('signatory')
    const schema = schemaFor({ ...analyst, grants: [{ sections: ['SIGNATORIES'] }] })
    expect(fieldsOf(schema, 'Commitment')).toContain('signatory')
    expect(fieldsOf(schema, 'ForeignInvestmentRecord')).not.toContain('annualFigures')
    const beyond = schemaFor({ ...analyst, purpose: 'PROJECT_REVIEW', grants: [{ sections: ['SIGNATORIES'] }] })
    expect(fieldsOf(beyond, 'Commitment')).not.toContain('signatory')
  })

  it('has one key for callers who find the same', () => {
    const key = (claims: Partial<CallerClaims>) => audienceKey(graph, audienceScope({ ...anonymous, ...claims }))
    expect(key({ role: 'ENTERPRISE', subjectIds: ['S1'] })).toBe(key({ role: 'ENTERPRISE', subjectIds: ['S2'] }))
    expect(key({ role: 'ANALYST' })).toBe(key({ role: 'LICENSING_WINDOW' }))
    const different = [
      {},
      { role: 'ENTERPRISE' },
      { role: 'ANALYST' },
      // What a partner should hold is for a partner alone.
      { role: 'CREDIT_PLATFORM' },
      { role: 'ANALYST', purpose: 'PROJECT_REVIEW', grants: [{ sections: ['OWNERSHIP'] }] },
      { role: 'OFFICER', division: 'trade' },
      { role: 'OFFICER', division: 'personnel' },
      { role: 'INSPECTOR' },
      { role: 'SYSTEM_ADMIN' },
      { role: 'AUDIT_ADMIN' },
    ] as const
    expect(new Set(different.map(key)).size).toBe(different.length)
  })

  it('has what is reserved for a role for nobody else, however far he reaches', () => {
    expect(fieldsOf(schemaFor({ role: 'AUDIT_ADMIN' }), 'Query')).toContain('evidence')
    for (const role of roles.filter((other) => other !== 'AUDIT_ADMIN')) {
      const schema = schemaFor({ role, division: 'trade' })
      expect(fieldsOf(schema, 'Query')).not.toContain('evidence')
      expect(schema.getType('EvidenceViews')).toBeUndefined()
    }
  })

  it('is closed where nothing is said', () => {
    const exists = existsIn(graph, audienceScope(anonymous))
    expect(exists('Enterprise.noSuchField', 'READ')).toBe(false)
    expect(exists('Enterprise.name', 'READ')).toBe(true)
  })
})

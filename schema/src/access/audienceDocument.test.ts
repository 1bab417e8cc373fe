import { buildASTSchema, parse, print, validateSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { audienceDocument, type Exists } from './audienceDocument.ts'

const api = parse(`
  interface Record { id: ID!  note: String }
  type Penalty implements Record { id: ID!  note: String  grade: Grade  secret: Secret }
  type Note implements Record { id: ID!  note: String }
  type Secret { a: Int  by(kind: Kind): Int }
  union Any = Penalty | Note
  enum Grade { MINOR SERIOUS }
  enum Kind { TAX PERSON }
  enum OrderField { TAX }
  input Order { field: OrderField!  down: Boolean! = false }
  input Filter { id: ID  tax: String }
  type Query {
    penalties(filter: Filter, orderBy: Order): [Penalty]
    notes: [Note]
    either: Any
    byOrder(order: Order!): Int
    byKind(kind: Kind): Int
  }
  type Mutation { change: Int }
`)

/** The schema without some coordinates; a valid one, whatever is taken away. */
function without(...hidden: string[]): string {
  return text((coordinate) => !hidden.includes(coordinate))
}

function text(exists: Exists): string {
  const document = audienceDocument(api, exists)
  const schema = buildASTSchema(document)
  expect(validateSchema(schema)).toEqual([])
  return print(document)
}

describe('audienceDocument', () => {
  it('leaves a graph in which everything exists as it was', () => {
    const defined = (sdl: string) => [...sdl.matchAll(/^(?:type|interface|enum|input|union) \w+/gm)].map(String).sort()
    expect(defined(without())).toEqual(defined(print(api)))
  })

  it('takes types that nothing leads to any more', () => {
    const sdl = without('Penalty.secret')
    expect(sdl).not.toMatch(/Secret/)
    expect(sdl).toMatch(/enum Kind/)
    expect(without('Penalty.secret', 'Query.byKind')).not.toMatch(/Kind/)
  })

  it('takes a field, an argument and an input with what they cannot do without', () => {
    expect(without('OrderField.TAX')).not.toMatch(/Order|byOrder|orderBy/)
    expect(without('Filter.id', 'Filter.tax')).toMatch(/penalties\(orderBy: Order\)/)
    expect(without('Order.field')).not.toMatch(/Order|byOrder/)
    expect(without('Secret.a', 'Secret.by')).not.toMatch(/secret/i)
    expect(without('Mutation.change')).not.toMatch(/Mutation/)
  })

  it('takes a value of an enum, and keeps those that are left', () => {
    expect(without('Kind.PERSON')).toMatch(/enum Kind \{\s*TAX\s*\}/)
  })

  it('keeps an interface true to the types that have it, and does not lead to other types by it', () => {
    expect(without('Penalty.note')).toMatch(/interface Record \{\s*id: ID!\s*\}/)
    expect(without('Query.notes', 'Query.either')).not.toMatch(/type Note/)
    expect(without('Query.notes', 'Query.either')).toMatch(/interface Record/)
  })

  it('asks of an enum that is read whether it may be read', () => {
    const uses = new Map<string, string>()
    text((coordinate, use) => {
      uses.set(coordinate, use)
      return true
    })
    expect(uses.get('Grade.MINOR')).toBe('READ')
    expect(uses.get('Kind.TAX')).toBe('ASK')
    expect(uses.get('Filter.tax')).toBe('ASK')
    expect(uses.get('Query.notes')).toBe('READ')
  })
})

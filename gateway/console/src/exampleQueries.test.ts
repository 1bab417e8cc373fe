import { Supergraph } from '@apollo/federation-internals'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql'
import { getVariableValues } from 'graphql/execution/values.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleQueries } from './exampleQueries.ts'

let schema: GraphQLSchema
beforeAll(() => {
  const { supergraphSdl = '' } = composeDivisions()
  schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()
})

describe.each(exampleQueries)('example query %#', ({ query, variables }) => {
  it('fits the divisions as they are composed', () => {
    expect(validate(schema, parse(query))).toEqual([])
  })

  it('comes with variables that it takes', () => {
    const operation = getOperationAST(parse(query))
    const { errors, coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], { ...variables })
    expect(errors).toBeUndefined()
    expect(Object.keys(coerced ?? {})).toEqual(Object.keys(variables))
  })

  it('has a name, which is the title of its tab', () => {
    expect(getOperationAST(parse(query))?.name?.value).toMatch(/^[A-Z]\w+$/)
  })
})

import { scalarResolvers } from '@hub/schema/scalars/scalarResolvers'
import { GraphQLError, type GraphQLSchema, isScalarType } from 'graphql'

/**
 * Lets validation look at literals of the contract's scalars as it does at built-in ones: what a division's validation
 * would refuse must not look like the division's fault. Values of variables are left to the divisions, whose answer to
 * a wrong one names it. Only for the hub's own graph: in other supergraphs the same names may mean other values.
 */
export function checkScalarLiterals(schema: GraphQLSchema): void {
  for (const [name, { parseLiteral }] of Object.entries(scalarResolvers)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    const asTold = type.parseLiteral
    type.parseLiteral = (node, variables) => {
      try {
        parseLiteral(node, variables)
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error
        throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions })
      }
      return asTold(node, variables)
    }
  }
}

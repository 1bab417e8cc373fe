import { scalarNames } from '@hub/schema/scalars/scalarNames'
import { GraphQLError, type GraphQLSchema, isScalarType, valueFromASTUntyped } from 'graphql'

/**
 * Says of the contract's scalars that their values travel as text, so that whatever else a division gives for one is
 * told to be nonsense, and refuses whatever else a client gives: what a division's parser would not take must not look
 * like the division's fault. Of other scalars the hub does not know what their values look like.
 */
export function markTextScalars(schema: GraphQLSchema): void {
  for (const name of scalarNames) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.extensions = { ...type.extensions, travelsAs: 'text' }
    type.parseValue = (value) => textOf(name, value)
    type.parseLiteral = (node, variables) => textOf(name, valueFromASTUntyped(node, variables))
  }
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new GraphQLError(`${name}：应为字符串`)
}

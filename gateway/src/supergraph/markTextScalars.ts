import { scalarNames } from '@hub/schema/scalars/scalarNames'
import { type GraphQLSchema, isScalarType } from 'graphql'

/**
 * Says of the contract's scalars that their values travel as text, so that whatever else a division gives for one is
 * told to be nonsense. Of other scalars the hub does not know what their values look like.
 */
export function markTextScalars(schema: GraphQLSchema): void {
  for (const name of scalarNames) {
    const type = schema.getType(name)
    if (isScalarType(type)) type.extensions = { ...type.extensions, travelsAs: 'text' }
  }
}

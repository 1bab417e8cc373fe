import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql'

/**
 * Validation rule: an operation has a root type. The specification leaves that to execution, but an audience that may
 * change nothing has no type Mutation, and is told so like of anything else that does not exist for it.
 */
export function existingRoots(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return
      context.reportError(
        new GraphQLError(`Schema is not configured for ${node.operation} operations.`, { nodes: node }),
      )
    },
  }
}

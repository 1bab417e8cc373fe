import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'

/** One operation of a document, with the fragments of the document. */
export interface SelectedOperation {
  readonly operation: OperationDefinitionNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** @throws GraphQLError when the document has no such operation, or several and none is named (GraphQL, 6.1) */
export function selectOperation(document: DocumentNode, name?: string | null): SelectedOperation {
  const operations: OperationDefinitionNode[] = []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const named = name ? operations.filter((operation) => operation.name?.value === name) : operations
  const [operation] = named
  if (operation === undefined)
    throw new GraphQLError(name ? `Unknown operation named "${name}".` : 'Must provide an operation.')
  if (named.length > 1) throw new GraphQLError('Must provide operation name if query contains multiple operations.')
  return { operation, fragments }
}

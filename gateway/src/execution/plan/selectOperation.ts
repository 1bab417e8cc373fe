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

function unresolved(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })
}

/**
 * @throws GraphQLError OPERATION_RESOLUTION_FAILURE when the document has no such operation, or several and none is
 * named (GraphQL, 6.1)
 */
export function selectOperation(document: DocumentNode, name?: string | null): SelectedOperation {
  const operations: OperationDefinitionNode[] = []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const named = name ? operations.filter((operation) => operation.name?.value === name) : operations
  const [operation] = named
  if (operation === undefined) throw unresolved(name ? `文档中没有名为“${name}”的操作` : '文档中没有操作')
  if (named.length > 1) throw unresolved('文档含多个操作，须以 operationName 指明其一')
  return { operation, fragments }
}

/** What GraphiQL asks its fetcher to send. */
export interface OperationParameters {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: unknown
}

/**
 * The operation as it stands in the editor. For a moment after a change of tabs GraphiQL still names the operation
 * of the tab before; a name that the document does not have is left out.
 */
export function currentOperation({ operationName, ...operation }: OperationParameters): OperationParameters {
  const names = [...operation.query.matchAll(/^\s*(?:query|mutation|subscription)\s+(\w+)/gm)].map(([, name]) => name)
  return operationName != null && names.includes(operationName) ? { ...operation, operationName } : operation
}

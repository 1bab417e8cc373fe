import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { AnswerError } from '../execution/answer/completeAnswer.ts'
import type { RequestContext } from './requestContext.ts'

/** Our own failures. What is said of faulty requests repeats their values, so of those the log keeps the code only. */
const FAILURES = /^(?:HUB_|INTERNAL_SERVER_ERROR$)/

/** What the log keeps of an error: where it comes from, and of our own failures the cause that the client is not told. */
function logged(error: GraphQLError | AnswerError) {
  const extensions: Readonly<Record<string, unknown>> = error.extensions ?? {}
  const { code = 'INTERNAL_SERVER_ERROR', division } = extensions
  const cause = FAILURES.test(String(code)) ? { cause: rootCause(error).message } : {}
  return { code, division, path: error.path?.join('.'), ...cause }
}

function rootCause(error: GraphQLError | AnswerError | Error): { readonly message: string } {
  const inner = error instanceof GraphQLError ? error.originalError : undefined
  const cause = !(error instanceof Error) ? error.cause : inner
  return cause == null ? error : rootCause(cause)
}

/** One line in the log for a request: who asked, which operation, how long it took, what failed; never a variable. */
export function logOperation(
  logger: Logger,
  { requestId, client, caller, operation, began, cancellation }: RequestContext,
  errors: readonly (GraphQLError | AnswerError)[],
): void {
  const millis = Math.round((performance.now() - began) * 10) / 10
  const { role } = caller
  const line = { requestId, client, role, operation: operation?.name?.value, kind: operation?.operation, millis }
  if (cancellation.cancelled) logger.info({ ...line, cancelled: true }, 'operation')
  else if (errors.length === 0) logger.info(line, 'operation')
  else logger.warn({ ...line, errors: errors.map(logged) }, 'operation with errors')
}

import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { AccessRefused } from '../access/accessRefused.ts'
import type { RequestContext } from './requestContext.ts'
import { RequestRefusal } from './requestRefusal.ts'

/** What a caller is told of what ended his request; what we did not foresee goes to the log only. */
export function asRefusal(
  error: unknown,
  { requestId, cancellation }: Pick<RequestContext, 'requestId' | 'cancellation'>,
  logger: Logger,
): RequestRefusal {
  if (error instanceof RequestRefusal) return error
  if (error instanceof AccessRefused) return new RequestRefusal([error], error)
  if (error instanceof GraphQLError) return new RequestRefusal([error])
  if (!cancellation.cancelled) logger.error({ requestId, err: error }, 'a request failed')
  return new RequestRefusal([new GraphQLError('枢纽内部错误')], { status: 500, cause: error })
}

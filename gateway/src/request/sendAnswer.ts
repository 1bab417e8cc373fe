import type { ServerResponse } from 'node:http'
import { answerText } from '../execution/answer/answerText.ts'
import type { TextAnswer } from '../execution/executeOperation.ts'
import { type AnswerMediaType, RESPONSE_JSON } from './answerMediaType.ts'
import { RequestRefusal } from './requestRefusal.ts'
import { toldError } from './toldError.ts'

/** How a request ends. */
export type Outcome = TextAnswer | RequestRefusal

/**
 * GraphQL over HTTP, 6.4: a client of `application/json` takes any other status than 200 for a fault of the transport, so
 * only the newer media type lets a status speak of the document or its variables.
 */
function statusOf(outcome: Outcome, type: AnswerMediaType): number {
  if (!(outcome instanceof RequestRefusal)) return 200
  return outcome.status ?? (type === RESPONSE_JSON ? 400 : 200)
}

function bodyOf(outcome: Outcome): Buffer {
  if ('whole' in outcome && outcome.whole !== undefined) return outcome.whole
  const errors = outcome.errors.map(toldError)
  return answerText(outcome instanceof RequestRefusal ? { errors } : { ...outcome, errors })
}

/** Answers a request with bytes that nobody may keep. */
export function sendAnswer(response: ServerResponse, requestId: string, type: AnswerMediaType, outcome: Outcome): void {
  if (response.destroyed) return
  const body = bodyOf(outcome)
  response.writeHead(statusOf(outcome, type), {
    'content-type': `${type}; charset=utf-8`,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(outcome instanceof RequestRefusal ? outcome.headers : {}),
  })
  response.end(body)
}

import { isDataObject } from '../run/dataObject.ts'
import { type DivisionAnswer, DivisionFailure, type DivisionRequest } from './divisionCall.ts'
import type { HttpResponse } from './httpExchange.ts'

/** Statuses by which a server or a proxy before it says: not now. */
const NOT_NOW = new Set([429, 502, 503, 504])

/** A division that does not know the hub: for the client an outage, and no answer to what he asked. */
const REFUSED = 401

const isJson = (type: string): boolean => /^application\/(?:graphql-response\+)?json\s*(?:;|$)/i.test(type)

/** `Retry-After` in milliseconds: RFC 9110, 10.2.3, seconds or a date. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const millis = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(millis) ? Math.max(0, millis) : undefined
}

/** @throws DivisionFailure when the response is no GraphQL answer */
export function readAnswer(
  { division, parse }: Pick<DivisionRequest, 'division' | 'parse'>,
  { status, headers, body }: HttpResponse,
): DivisionAnswer {
  if (NOT_NOW.has(status)) {
    const retryAfterMillis = retryAfter(headers['retry-after'])
    throw new DivisionFailure(division, 'HUB_DIVISION_UNAVAILABLE', `status ${status}`, {
      mayRetry: true,
      retryAfterMillis,
    })
  }
  const bad = (reason: string): DivisionFailure => new DivisionFailure(division, 'HUB_DIVISION_BAD_RESPONSE', reason)
  if (status === REFUSED) throw bad(`status ${status}: it does not accept the hub's signature`)
  const { 'content-type': type = '' } = headers
  if (!isJson(type)) throw bad(`status ${status}, content type "${type}"`)
  let answer: unknown
  try {
    answer = parse(body)
  } catch (error) {
    throw new DivisionFailure(division, 'HUB_DIVISION_BAD_RESPONSE', `status ${status}, no JSON`, { cause: error })
  }
  if (!isDataObject(answer) || (!('data' in answer) && !Array.isArray(answer.errors)))
    throw bad(`status ${status}, JSON that is no GraphQL answer`)
  return { data: answer.data, errors: answer.errors, body }
}

import type { ServerResponse } from 'node:http'
import { sendJson } from '../http/sendJson.ts'
import type { RequestRefusal } from './requestRefusal.ts'
import { toldError } from './toldError.ts'

/** Statuses of refusals that bring none, by code; of all others it is the request that is at fault. */
const STATUS: Readonly<Record<string, number>> = {
  HUB_DISCLOSURE_DENIED: 403,
  HUB_EVIDENCE_UNAVAILABLE: 503,
  HUB_CONSENT_UNAVAILABLE: 503,
}

/** Answers a request beside GraphQL that is not carried out: a status, and errors in the form of GraphQL. */
export function sendRefusal(response: ServerResponse, requestId: string, refusal: RequestRefusal): void {
  if (response.destroyed) return
  const errors = refusal.errors.map(toldError)
  const status = refusal.status ?? STATUS[String(errors[0]?.extensions?.code)] ?? 400
  response.setHeader('x-request-id', requestId)
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value)
  sendJson(response, status, { errors })
}

import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Cancellation } from '../execution/divisions/cancellation.ts'

/** What is known of a request beside its document; handed to the executor and to the log. */
export interface HubContext {
  /** Given by the caller in `x-request-id` or by us; passed on to the divisions and sent back. */
  requestId: string
  /** What the caller calls itself; nothing is granted on the strength of it. */
  client: string | undefined
  /** Cancelled when the caller has hung up. */
  cancellation?: Cancellation
}

const USABLE_ID = /^[\w.:-]{1,64}$/
const LONGEST_CLIENT_NAME = 64

/** Reads a request's context from its headers. */
export function hubContext(headers: IncomingHttpHeaders): HubContext {
  const asked = String(headers['x-request-id'] ?? '')
  const client = headers['graphql-client-name'] ?? headers['apollographql-client-name']
  return {
    requestId: USABLE_ID.test(asked) ? asked : randomUUID(),
    client: client === undefined ? undefined : String(client).slice(0, LONGEST_CLIENT_NAME),
  }
}

import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import type { OperationDefinitionNode } from 'graphql'
import type { AccessGround } from '../access/consent/consent.ts'
import { Cancellation } from '../execution/divisions/cancellation.ts'

/** What is known of a request beside its document. */
export interface RequestContext {
  /** Given by the caller in `x-request-id` or by us; passed on to the divisions and sent back. */
  readonly requestId: string
  /** By `performance.now()`. */
  readonly began: number
  /** What the caller calls itself; nothing is granted on the strength of it. */
  readonly client: string | undefined
  /** Who asks; nobody in particular until that is known. */
  caller: CallerClaims
  /** What the operation is registered for, as soon as that is known. */
  registeredPurpose?: string | undefined
  /** What his grants rest on. */
  grounds?: readonly AccessGround[] | undefined
  /** Network address that he asks from. */
  readonly address: string
  /** Whether he wants to be told what the operation costs. */
  readonly wantsCost: boolean
  /** Cancelled when the caller has hung up. */
  readonly cancellation: Cancellation
  /** What he asks for, as soon as that is known. */
  operation?: OperationDefinitionNode
}

const USABLE_ID = /^[\w.:-]{1,64}$/
const LONGEST_CLIENT_NAME = 64

/** Reads a request's context from its headers and the address it comes from. */
export function requestContext(headers: IncomingHttpHeaders, address = ''): RequestContext {
  const asked = headers['x-request-id']
  const client = headers['graphql-client-name'] ?? headers['apollographql-client-name']
  return {
    requestId: typeof asked === 'string' && USABLE_ID.test(asked) ? asked : randomUUID(),
    began: performance.now(),
    client: client === undefined ? undefined : String(client).slice(0, LONGEST_CLIENT_NAME),
    caller: anonymous,
    address,
    wantsCost: headers['hub-cost'] !== undefined,
    cancellation: new Cancellation(),
  }
}

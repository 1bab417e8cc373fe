import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { HopSigner } from '@hub/schema/access/hop/hopSigner'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { z } from 'zod'

/** The hub, and how a division proves to it who it is. */
export interface HubAddress {
  url: string
  division: DivisionName
  signer: HopSigner
}

/** One question to the hub, and the shape of its data. */
export interface HubQuestion<Data extends z.ZodType> {
  query: string
  variables: Record<string, unknown>
  data: Data
  /** Longest time for the answer, in milliseconds. */
  withinMs: number
}

/**
 * Asks the hub as the division's service identity.
 * @throws Error when it does not answer in time, answers with errors, or with data of another shape
 */
export async function askHub<Data extends z.ZodType>(
  { url, division, signer }: HubAddress,
  { query, variables, data, withinMs }: HubQuestion<Data>,
): Promise<z.output<Data>> {
  const caller: CallerClaims = { caller: `division:${division}`, role: 'DIVISION_SERVICE', division }
  const body = JSON.stringify({ query, variables })
  const { pathname, search } = new URL(url)
  const signed = signer.headers({ method: 'POST', target: pathname + search, body, caller })
  const headers = { 'content-type': 'application/json', 'graphql-client-name': caller.caller, ...signed }
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(withinMs) })
  const answer = z.object({ errors: z.undefined().optional(), data: z.unknown() }).parse(await response.json())
  return data.parse(answer.data)
}

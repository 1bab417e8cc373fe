import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { readHubKeys } from '@hub/scripts/dataFolder/hubKeys'

/** A division of a hub that the launcher runs. */
export interface RunningDivision {
  name: DivisionName
  origin: string
  /** The data folder of its hub, which has the keys. */
  data: string
}

/** Asks a division as its hub does when an officer of the division asks the hub. */
export async function askAsOfficer(
  { name, origin, data }: RunningDivision,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const keys = await readHubKeys(data)
  const signer = new HopSigner(hopKeyList.parse(keys.hop?.[name]), { from: 'gateway', to: name })
  const caller: CallerClaims = { caller: '虚某', role: 'OFFICER', unit: '虚构处', division: name }
  const body = JSON.stringify({ query, variables })
  const signed = signer.headers({ method: 'POST', target: '/graphql', body, caller })
  const headers = { 'content-type': 'application/json', ...signed }
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body })
  return (await response.json()) as Record<string, unknown>
}

import { lookup } from 'node:dns/promises'
import { type BlockList, isIP } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { addressFault } from './forbiddenAddress.ts'

/** A name that takes longer is left to the delivery, which looks at every address that it connects to. */
const LOOKUP_MILLIS = 2_000

type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>

const resolved: Resolve = (host) => lookup(host, { all: true })

/**
 * Why nothing could be delivered to an http(s) address as its host is known now; undefined where it could, and for a name
 * that nobody knows yet.
 */
export async function endpointFault(
  endpoint: string,
  allowed: BlockList,
  resolve: Resolve = resolved,
): Promise<string | undefined> {
  const { hostname, protocol } = new URL(endpoint)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(host) === 0 ? await known(resolve(host)) : [{ address: host }]
  const fault = addresses.map(({ address }) => addressFault(address, allowed, protocol === 'https:')).find(Boolean)
  return fault && `${host}: ${fault}`
}

async function known(looking: ReturnType<Resolve>): ReturnType<Resolve> {
  return Promise.race([looking.catch(() => []), delay(LOOKUP_MILLIS, [], { ref: false })])
}

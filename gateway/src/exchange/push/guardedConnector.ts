import { lookup } from 'node:dns'
import { type BlockList, isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { addressFault } from './forbiddenAddress.ts'

/** An address that must not be connected to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/**
 * Connects only to addresses that may be connected to. What is looked at is what the connection goes to, at the moment
 * it is made: a name that is resolved to something else the next time changes nothing.
 */
export function guardedConnector(
  allowed: BlockList,
  millis: number,
  resolve: typeof lookup = lookup,
): buildConnector.connector {
  const guarded =
    (isEncrypted: boolean): LookupFunction =>
    (hostname, options, callback) => {
      resolve(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, [])
        const fault = addresses.map(({ address }) => addressFault(address, allowed, isEncrypted)).find(Boolean)
        const [first] = addresses
        if (fault !== undefined || first === undefined)
          return callback(new AddressRefused(`${hostname}: ${fault ?? 'no address'}`), [])
        if (options.all) callback(null, addresses)
        else callback(null, first.address, first.family)
      })
    }
  const plain = buildConnector({ timeout: millis, lookup: guarded(false) })
  const encrypted = buildConnector({ timeout: millis, lookup: guarded(true) })
  return (options, callback) => {
    const isEncrypted = options.protocol === 'https:'
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
    // An address is not looked up, so the look-up would not see it.
    const fault = isIP(host) === 0 ? undefined : addressFault(host, allowed, isEncrypted)
    if (fault !== undefined) callback(new AddressRefused(fault), null)
    else (isEncrypted ? encrypted : plain)(options, callback)
  }
}

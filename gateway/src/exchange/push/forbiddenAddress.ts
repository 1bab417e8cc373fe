import { BlockList, isIP } from 'node:net'

/** Addresses that no partner has: of this machine, of private and local networks, of transition mechanisms that hide such (IANA special-purpose registries). */
const SPECIAL = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16',
  'fc00::/7 fe80::/10 fec0::/10 ff00::/8',
].flatMap((line) => line.split(' '))

const special = networks(SPECIAL)
const loopback = networks(['127.0.0.0/8', '::1/128'])

/** Networks in CIDR notation as one list. @throws TypeError for what is no network */
export function networks(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', prefix = ''] = cidr.split('/')
    const version = isIP(address)
    if (version === 0 || !/^\d{1,3}$/.test(prefix)) throw new TypeError(`no network: ${cidr}`)
    list.addSubnet(address, Number(prefix), version === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Why an address must not be connected to; undefined when it may. @param address as it was resolved, without brackets or zone
 * @param allowed networks that a setting opens although they are special
 */
export function addressFault(address: string, allowed: BlockList, isEncrypted: boolean): string | undefined {
  if (isIP(address) === 0) return `${address} 不是网络地址 / is no address`
  if (isIn(special, address) && !isIn(allowed, address))
    return `${address} 是私有、本地或保留地址 / is private, local or reserved`
  if (!isEncrypted && !isIn(loopback, address))
    return `${address} 不在本机，须用 TLS / is not loopback: TLS is required`
  return undefined
}

import type { IncomingMessage } from 'node:http'

/**
 * The address a request comes from. Behind trusted proxies it is what the first of them has seen: each adds the address
 * it was reached from at the right of X-Forwarded-For, and whatever stands further left may be invented.
 * @param trustedProxies how many there are between clients and the hub
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const peer = socket.remoteAddress ?? ''
  if (trustedProxies === 0) return peer
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  return forwarded.at(-trustedProxies)?.trim() || peer
}

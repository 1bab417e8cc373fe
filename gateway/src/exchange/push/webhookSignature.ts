import { createHmac } from 'node:crypto'

/**
 * Schemes of the header `webhook-signature`: `v1` is HMAC-SHA256 as Standard Webhooks has it, `v1sm3` the same over SM3
 * (GB/T 32905-2016).
 */
export const webhookHashes = { v1: 'sha256', v1sm3: 'sm3' } as const

export type WebhookScheme = keyof typeof webhookHashes

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/

/** The key in a secret's text (`whsec_` and base64 of 24 bytes or more); undefined when it is none. */
export function webhookKey(secret: string): Buffer | undefined {
  const text = SECRET.exec(secret)?.[1]
  return text === undefined ? undefined : Buffer.from(text, 'base64')
}

export interface SignedParts {
  readonly id: string
  readonly body: string
  readonly keys: readonly Buffer[]
  readonly schemes: readonly WebhookScheme[]
}

/** The three headers of a delivery at an instant; every key signs by every scheme. */
export function webhookHeaders({ id, body, keys, schemes }: SignedParts, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = keys.flatMap((key) =>
    schemes.map((scheme) => {
      const mac = createHmac(webhookHashes[scheme], key).update(`${id}.${timestamp}.`).update(body)
      return `${scheme},${mac.digest('base64')}`
    }),
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

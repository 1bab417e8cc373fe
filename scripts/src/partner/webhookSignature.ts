import { createHmac, timingSafeEqual } from 'node:crypto'
import { type WebhookScheme, webhookHashes } from '@hub/gateway/exchange/push/webhookSignature'

/** What is signed, and by whom it says it is meant. */
export interface WebhookMessage {
  /** `webhook-id`: the same for every attempt at one delivery. */
  readonly id: string
  /** `webhook-timestamp`: seconds of the epoch. */
  readonly timestamp: string
  /** The bytes as they came. */
  readonly body: Uint8Array
}

export type SignatureFault = 'unsigned' | 'malformed' | 'out of time' | 'wrong signature'

/** How far the two clocks may differ, as the specification's libraries have it, in seconds. */
const TOLERANCE_SECONDS = 300

/** One entry of the `webhook-signature` header, e.g. `v1,K5oZfzN95Z9…=`. */
export function webhookSignature(scheme: WebhookScheme, key: Buffer, { id, timestamp, body }: WebhookMessage): string {
  const mac = createHmac(webhookHashes[scheme], key).update(`${id}.${timestamp}.`).update(body)
  return `${scheme},${mac.digest('base64')}`
}

/**
 * Verifies a delivery; several signatures may stand in the header and several keys be held, while one is being changed.
 * @param header the value of `webhook-signature`: entries separated by spaces
 * @param now seconds of the epoch
 * @returns the scheme that held, or what is wrong
 */
export function verifyWebhook(
  message: WebhookMessage,
  header: string,
  keys: readonly Buffer[],
  now: number,
): { scheme: WebhookScheme } | { fault: SignatureFault } {
  if (message.id === '' || header === '') return { fault: 'unsigned' }
  if (!/^\d{1,12}$/.test(message.timestamp)) return { fault: 'malformed' }
  if (Math.abs(now - Number(message.timestamp)) > TOLERANCE_SECONDS) return { fault: 'out of time' }
  const entries = header.split(' ')
  for (const scheme of Object.keys(webhookHashes) as WebhookScheme[]) {
    const expected = keys.map((key) => webhookSignature(scheme, key, message))
    if (expected.some((text) => entries.some((entry) => isSame(entry, text)))) return { scheme }
  }
  return { fault: 'wrong signature' }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

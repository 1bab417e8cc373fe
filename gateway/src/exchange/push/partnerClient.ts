import type { BlockList } from 'node:net'
import { Agent } from 'undici'
import type { DeliveryMessage } from './deliveryMessage.ts'
import { MEDIA_TYPE } from './deliveryMessage.ts'
import { AddressRefused, guardedConnector } from './guardedConnector.ts'
import { retryAfter } from './retryDelay.ts'
import { type WebhookScheme, webhookHeaders } from './webhookSignature.ts'

/**
 * How a partner took a delivery: `TAKEN` with its answer; `MALFORMED`, which another attempt would not mend; `FAILED`,
 * which it may.
 */
export type PartnerAnswer =
  | { readonly kind: 'TAKEN'; readonly body: string }
  | { readonly kind: 'MALFORMED'; readonly reason: string }
  | { readonly kind: 'FAILED'; readonly reason: string; readonly retryAfterMillis?: number | undefined }

/** Posts deliveries to one partner. */
export interface PartnerClient {
  send(message: DeliveryMessage): Promise<PartnerAnswer>
  close(): Promise<void>
}

export interface WebhookClientOptions {
  readonly endpoint: string
  readonly keys: readonly Buffer[]
  readonly schemes: readonly WebhookScheme[]
  readonly allowed: BlockList
  readonly connections: number
  /** From the first byte sent to the last one of the answer. */
  readonly millis: number
}

const LONGEST_ANSWER = 1024 * 1024
/** What says that this very delivery cannot be taken (RFC 9110). */
const MALFORMED: ReadonlySet<number> = new Set([400, 413, 415, 422])

/** A partner that takes Standard Webhooks. Redirects are answers like any other and not followed. */
export class WebhookClient implements PartnerClient {
  private readonly agent: Agent

  constructor(private readonly options: WebhookClientOptions) {
    const { allowed, millis, connections } = options
    this.agent = new Agent({ connect: guardedConnector(allowed, millis), connections, pipelining: 1 })
  }

  async send(message: DeliveryMessage): Promise<PartnerAnswer> {
    const { endpoint, keys, schemes, millis } = this.options
    const { origin, pathname, search } = new URL(endpoint)
    const headers = { 'content-type': MEDIA_TYPE, ...webhookHeaders({ ...message, keys, schemes }, new Date()) }
    try {
      const response = await this.agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers,
        body: message.body,
        signal: AbortSignal.timeout(millis),
      })
      const body = await readText(response.body)
      const status = response.statusCode
      if (status >= 200 && status < 300) return { kind: 'TAKEN', body }
      if (MALFORMED.has(status)) return { kind: 'MALFORMED', reason: `HTTP ${status}` }
      const asked = response.headers['retry-after']
      const retryAfterMillis = retryAfter(Array.isArray(asked) ? asked[0] : asked, new Date())
      return { kind: 'FAILED', reason: `HTTP ${status}`, retryAfterMillis }
    } catch (error) {
      return { kind: 'FAILED', reason: reasonOf(error) }
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy()
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) return error.message
  const { name, code } = error as { name?: string; code?: string }
  return code ?? name ?? 'no answer'
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LONGEST_ANSWER) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

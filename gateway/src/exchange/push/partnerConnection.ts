import type { BlockList } from 'node:net'
import { Agent } from 'undici'
import { AddressRefused, guardedConnector } from './guardedConnector.ts'
import { retryAfter } from './retryDelay.ts'

/**
 * How a partner took a request: `TAKEN` with its answer; `MALFORMED`, which another attempt would not mend; `FAILED`,
 * which it may.
 */
export type PartnerAnswer =
  | { readonly kind: 'TAKEN'; readonly body: string }
  | { readonly kind: 'MALFORMED'; readonly reason: string }
  | { readonly kind: 'FAILED'; readonly reason: string; readonly retryAfterMillis?: number | undefined }

export interface PartnerAddress {
  readonly endpoint: string
  /** Networks that may be connected to although they are private. */
  readonly allowed: BlockList
  readonly connections: number
  /** From the first byte sent to the last one of the answer. */
  readonly millis: number
}

export interface PartnerRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Added to the query of the endpoint. */
  readonly query?: Readonly<Record<string, string>>
}

const LONGEST_ANSWER = 1024 * 1024
/** What says that this very request cannot be taken (RFC 9110). */
const MALFORMED: ReadonlySet<number> = new Set([400, 413, 415, 422])

/** Connections to one partner. Redirects are answers like any other and not followed. */
export class PartnerConnection {
  private readonly agent: Agent

  constructor(private readonly address: PartnerAddress) {
    const { allowed, millis, connections } = address
    this.agent = new Agent({ connect: guardedConnector(allowed, millis), connections, pipelining: 1 })
  }

  async post({ headers, body, query = {} }: PartnerRequest): Promise<PartnerAnswer> {
    const url = new URL(this.address.endpoint)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    try {
      const response = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(this.address.millis),
      })
      const answer = await readText(response.body)
      const status = response.statusCode
      if (status >= 200 && status < 300) return { kind: 'TAKEN', body: answer }
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
  // That of a deadline is a number, which says nothing to anyone.
  const { name, code } = error as { name?: string; code?: unknown }
  return typeof code === 'string' ? code : (name ?? 'no answer')
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

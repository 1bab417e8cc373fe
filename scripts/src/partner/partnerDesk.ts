import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { WebhookScheme } from '@hub/gateway/exchange/push/webhookSignature'
import { answerDigests, digestQuestion } from '@hub/gateway/exchange/reconciliation/tree/digestQuestion'
import { afterDelivery, type Behaviour, behaviourSchema, goodBehaviour } from './behaviour.ts'
import { deliveredEvents } from './deliveredEvents.ts'
import type { PartnerStore } from './partnerStore.ts'
import { type SignatureFault, verifyWebhook } from './webhookSignature.ts'

const BODY_LIMIT_BYTES = 16 * 2 ** 20
const LARGEST_PAGE = 5_000

/** What the platform answers at its addresses. */
export class PartnerDesk {
  private behaviour: Behaviour = goodBehaviour
  private deliveries = 0
  private readonly faults: Partial<Record<SignatureFault, number>> = {}
  private readonly schemes: Partial<Record<WebhookScheme, number>> = {}

  constructor(
    private readonly store: PartnerStore,
    private readonly keys: readonly Buffer[],
  ) {}

  close(): Promise<void> {
    return this.store.close()
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://partner')
    switch (`${request.method} ${pathname}`) {
      case 'POST /events':
        return this.takeDelivery(request, response)
      case 'POST /digests':
        return this.tellDigests(request, response)
      case 'GET /events':
        return send(response, 200, await this.store.page(count(searchParams, 'after', 0), pageSize(searchParams)))
      case 'GET /records':
        return send(response, 200, { records: Object.fromEntries(this.store.held.records) })
      case 'GET /readyz':
      case 'GET /':
        return send(response, 200, this.summary())
      case 'GET /behaviour':
        return send(response, 200, this.behaviour)
      case 'PUT /behaviour':
        return this.changeBehaviour(request, response)
    }
    send(response, 404, { error: 'not found' })
  }

  private summary() {
    const { size: events, repeats, refused, conflicts, outdated } = this.store.held
    return {
      deliveries: this.deliveries,
      events,
      repeats,
      refused,
      conflicts: [...conflicts],
      outdated: [...outdated],
      faults: this.faults,
      schemes: this.schemes,
      digest: this.store.held.setDigest(),
    }
  }

  private async changeBehaviour(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await readBody(request))?.toString('utf8') ?? ''
    const parsed = behaviourSchema.safeParse(jsonOf(text))
    if (!parsed.success) return send(response, 400, { error: parsed.error.issues })
    this.behaviour = parsed.data
    send(response, 200, this.behaviour)
  }

  private async takeDelivery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.deliveries += 1
    const taken = await this.verified(request, response)
    if (taken === undefined) return
    const { id, body, scheme } = taken
    this.schemes[scheme] = (this.schemes[scheme] ?? 0) + 1
    const { behaviour } = this
    this.behaviour = afterDelivery(behaviour)
    if (behaviour.delayMillis > 0) await delay(behaviour.delayMillis)
    if (behaviour.status !== undefined) return refuseDelivery(response, behaviour.status, behaviour.retryAfterSeconds)
    const events = deliveredEvents(body.toString('utf8'))
    if (events === undefined) return send(response, 400, { error: 'no events' })
    const receipt = await this.store.receive(id, events, behaviour.refuse)
    if (behaviour.loseAnswers) response.destroy()
    else send(response, 200, receipt)
  }

  /** What it holds, to be compared: digests of places, and entries below them. */
  private async tellDigests(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await this.verified(request, response)
    if (asked === undefined) return
    const question = digestQuestion.safeParse(jsonOf(asked.body.toString('utf8')))
    if (!question.success) return send(response, 400, { error: question.error.issues })
    send(response, 200, await answerDigests(this.store.held.standing(question.data.families), question.data))
  }

  /** A signed request; undefined where it has been refused. */
  private async verified(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request)
    if (body === undefined) return send(response, 413, { error: 'body too large' })
    const id = header(request, 'webhook-id')
    const message = { id, timestamp: header(request, 'webhook-timestamp'), body }
    const verdict = verifyWebhook(message, header(request, 'webhook-signature'), this.keys, Date.now() / 1000)
    if ('scheme' in verdict) return { id, body, scheme: verdict.scheme }
    this.faults[verdict.fault] = (this.faults[verdict.fault] ?? 0) + 1
    return send(response, 401, { error: verdict.fault })
  }
}

function refuseDelivery(response: ServerResponse, status: number, retryAfterSeconds: number | undefined): void {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds))
  send(response, status, { error: 'told to' })
}

function send(response: ServerResponse, status: number, value: unknown): undefined {
  const text = JSON.stringify(value)
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function count(parameters: URLSearchParams, name: string, otherwise: number): number {
  const value = Number(parameters.get(name) ?? otherwise)
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise
}

function pageSize(parameters: URLSearchParams): number {
  return Math.min(count(parameters, 'first', LARGEST_PAGE), LARGEST_PAGE)
}

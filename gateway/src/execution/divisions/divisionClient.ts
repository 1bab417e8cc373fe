import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import type { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { Pool } from 'undici'
import type { DivisionTls } from '../../access/hop/divisionTrust.ts'
import type { ExecutionObserver } from '../executionObserver.ts'
import { SharedWork } from '../sharedWork.ts'
import { CallPolicy } from './callPolicy.ts'
import type { Cancellation } from './cancellation.ts'
import { type DivisionAnswer, DivisionFailure, type DivisionRequest } from './divisionCall.ts'
import type { ExecutionSettings } from './executionSettings.ts'
import { ExchangeBroken, type HttpResponse, httpExchange } from './httpExchange.ts'
import { readAnswer } from './readAnswer.ts'

/** Tells a division how many milliseconds the hub will wait for it. */
const DEADLINE_HEADER = 'hub-deadline-ms'
const CONNECT_MILLIS = 2_000
const KEEP_ALIVE_MILLIS = 30_000

/** What the calls of one operation have in common. */
export interface CallContext {
  /** When the operation ends, by `performance.now()`. */
  readonly deadlineAt: number
  readonly cancellation?: Cancellation | undefined
  /** Callers with the same key see the same: their equal queries may share an answer. Undefined: shared with nobody. */
  readonly accessKey?: string | undefined
  /** For whom divisions are asked; anonymous when undefined. */
  readonly caller?: CallerClaims | undefined
  /** Whether the hub asks for itself, again and again: no retries, and nothing that the breaker counts. */
  readonly isWatching?: boolean | undefined
  /** Headers for every division: names and values by turns. */
  readonly headers?: readonly string[] | undefined
}

/** A division as the hub sees it. */
export interface DivisionHealth {
  /** When it began to fail, undefined when the last call succeeded; milliseconds of the epoch. */
  readonly failingSince: number | undefined
  readonly inFlight: number
  readonly breaker: CallPolicy['breakerState']
}

/** Where a division is, and what it is shown. */
export interface DivisionAddress {
  readonly url: string
  readonly signer?: HopSigner | undefined
  readonly tls?: DivisionTls | undefined
}

/** Asks one division. */
export class DivisionClient {
  private readonly pool: Pool
  private readonly path: string
  private readonly signer: HopSigner | undefined
  private readonly policy: CallPolicy
  private readonly shared = new SharedWork<HttpResponse>()
  private failingSince: number | undefined
  private inFlight = 0

  constructor(
    readonly name: string,
    { url, signer, tls }: DivisionAddress,
    private readonly settings: ExecutionSettings,
    private readonly observer: ExecutionObserver,
  ) {
    const { origin, pathname, search } = new URL(url)
    this.path = pathname + search
    this.signer = signer
    this.policy = new CallPolicy(name, settings)
    this.pool = new Pool(origin, {
      connections: settings.concurrentCalls,
      allowH2: true,
      keepAliveTimeout: KEEP_ALIVE_MILLIS,
      connect: { timeout: CONNECT_MILLIS, ...tls },
      // Every call has its own deadline, which covers connecting, waiting and reading.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  get health(): DivisionHealth {
    return { failingSince: this.failingSince, inFlight: this.inFlight, breaker: this.policy.breakerState }
  }

  /** @throws DivisionFailure when there is no usable answer */
  async call(request: DivisionRequest, context: CallContext): Promise<DivisionAnswer> {
    this.inFlight += 1
    const begun = performance.now()
    try {
      const send = (): Promise<DivisionAnswer> => this.send(request, context)
      const answer = await (context.isWatching ? send() : this.policy.run(send, request.repeatable))
      this.failingSince = undefined
      this.observer.called(this.name, 'ok', performance.now() - begun)
      return answer
    } catch (error) {
      const outcome = error instanceof DivisionFailure ? error.code : 'cancelled'
      this.observer.called(this.name, outcome, performance.now() - begun)
      if (!(error instanceof DivisionFailure)) throw error
      this.failingSince ??= Date.now()
      error.since = this.failingSince
      error.millis = Math.round(performance.now() - begun)
      throw error
    } finally {
      this.inFlight -= 1
    }
  }

  close(): Promise<void> {
    return this.pool.close()
  }

  private async send(request: DivisionRequest, context: CallContext): Promise<DivisionAnswer> {
    const { body, repeatable } = request
    const { accessKey, cancellation } = context
    try {
      if (!this.settings.shareEqualQueries || !repeatable || accessKey === undefined)
        return readAnswer(request, await this.exchange(body, context))
      // The text is shared and not what is made of it, which every operation completes in its own way.
      const work = (own: Cancellation) => this.exchange(body, { ...context, cancellation: own })
      return readAnswer(request, await this.shared.run(`${accessKey} ${body}`, cancellation, work))
    } catch (error) {
      throw error instanceof DivisionFailure ? error : this.failure(error)
    }
  }

  private exchange(text: string, context: CallContext): Promise<HttpResponse> {
    const { deadlineAt, cancellation, caller = anonymous, headers = [] } = context
    const timeoutMillis = Math.ceil(Math.min(this.settings.callMillis, deadlineAt - performance.now()))
    if (timeoutMillis <= 0)
      throw new DivisionFailure(this.name, 'HUB_DIVISION_TIMEOUT', 'the operation has no time left')
    const body = Buffer.from(text, 'latin1')
    return httpExchange(this.pool, {
      path: this.path,
      headers: [...this.headers(timeoutMillis, headers), ...this.signature(body, caller)],
      body,
      timeoutMillis,
      maxResponseBytes: this.settings.maxResponseBytes,
      cancellation,
    })
  }

  private headers(timeoutMillis: number, more: readonly string[]): string[] {
    return [
      'content-type',
      'application/json',
      'accept',
      'application/json',
      DEADLINE_HEADER,
      String(timeoutMillis),
      ...more,
    ]
  }

  /** Every attempt is signed anew: divisions accept no signature twice. */
  private signature(body: Buffer, caller: CallerClaims): string[] {
    return this.signer?.sign({ method: 'POST', target: this.path, body, caller }) ?? []
  }

  private failure(error: unknown): DivisionFailure | ExchangeBroken {
    if (error instanceof ExchangeBroken) {
      if (error.reason === 'cancelled') return error
      const code = error.reason === 'timeout' ? 'HUB_DIVISION_TIMEOUT' : 'HUB_DIVISION_BAD_RESPONSE'
      return new DivisionFailure(this.name, code, error.reason, { cause: error })
    }
    // A connection that breaks says nothing about what the division did; a query may be asked again all the same.
    return new DivisionFailure(this.name, 'HUB_DIVISION_UNAVAILABLE', 'no connection', { cause: error, mayRetry: true })
  }
}

import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Cancellation } from './cancellation.ts'

/** A response read to its end. */
export interface HttpResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface HttpExchange {
  readonly path: string
  /** Names and values by turns. */
  readonly headers: string[]
  readonly body: Buffer
  readonly timeoutMillis: number
  readonly maxResponseBytes: number
  readonly cancellation: Cancellation | undefined
}

/** Why an exchange was broken off on this side. */
export class ExchangeBroken extends Error {
  constructor(readonly reason: 'timeout' | 'cancelled' | 'too large') {
    super(reason)
  }
}

/** Collects one response; everything that ends it, ends it once. */
class Collector implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined
  private readonly chunks: Buffer[] = []
  private size = 0
  private status = 0
  private headers: IncomingHttpHeaders = {}
  private broken: ExchangeBroken | undefined
  private readonly timer: NodeJS.Timeout
  private readonly onCancel = (): void => this.breakOff('cancelled')

  constructor(
    private readonly exchange: HttpExchange,
    private readonly resolve: (response: HttpResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.timer = setTimeout(() => this.breakOff('timeout'), exchange.timeoutMillis)
    exchange.cancellation?.add(this.onCancel)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.broken) controller.abort(this.broken)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status
    this.headers = headers
    if (Number(headers['content-length']) > this.exchange.maxResponseBytes) this.breakOff('too large')
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length
    if (this.size > this.exchange.maxResponseBytes) this.breakOff('too large')
    else this.chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.finish()
    const [first] = this.chunks
    const whole = this.chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.chunks)
    this.resolve({ status: this.status, headers: this.headers, body: whole })
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.finish()
    this.reject(this.broken ?? error)
  }

  private breakOff(reason: ExchangeBroken['reason']): void {
    if (this.broken) return
    this.broken = new ExchangeBroken(reason)
    this.finish()
    this.chunks.length = 0
    this.controller?.abort(this.broken)
    // A request that still waits for a connection has no controller; its promise ends here and now all the same.
    this.reject(this.broken)
  }

  private finish(): void {
    clearTimeout(this.timer)
    this.exchange.cancellation?.remove(this.onCancel)
  }
}

/**
 * Posts a body and reads the response to its end.
 * @throws ExchangeBroken after the time, on cancellation, or when the response is too large; undici's errors otherwise
 */
export function httpExchange(dispatcher: Dispatcher, exchange: HttpExchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { path, headers, body } = exchange
    dispatcher.dispatch({ path, method: 'POST', headers, body }, new Collector(exchange, resolve, reject))
  })
}

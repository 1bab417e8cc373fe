import { setMaxListeners } from 'node:events'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type GraphQLSchema, parse } from 'graphql'
import { BoundedCache } from '../boundedCache.ts'
import { fromByteText } from '../byteText.ts'
import type { ExecutionObserver } from '../executionObserver.ts'
import type { Cancellation } from './cancellation.ts'
import { type DivisionAnswer, DivisionFailure, type DivisionRequest } from './divisionCall.ts'
import type { CallContext, DivisionHealth } from './divisionClient.ts'
import type { DivisionSource } from './divisionSource.ts'
import { ExchangeBroken } from './httpExchange.ts'
import { readAnswer } from './readAnswer.ts'

const KEPT_DOCUMENTS = 500
const OK = 200
const headers = { 'content-type': 'application/json' }

/** What the resolvers of such a subgraph are handed for one request. */
export interface InProcessContext {
  readonly caller: CallerClaims
  /** Milliseconds left when it was asked, for what takes a time limit of its own. */
  readonly millis: number
  /** Fires when nobody waits any more: out of time, or hung up. */
  readonly signal: AbortSignal
  /** As the evidence of the operation has it (trace id). */
  readonly requestId?: string | undefined
}

export interface InProcessOptions {
  /** As `buildSubgraphSchema` makes it: with `_entities`. */
  readonly schema: GraphQLSchema
  readonly callMillis: number
  readonly observer: ExecutionObserver
  /** Told of what failed without a code; the client is told nothing but that something did. */
  readonly onFault: (error: unknown) => void
}

interface Request {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A subgraph that is executed in this process: asked like a division, without HTTP, port or signature. */
export class InProcessDivision implements DivisionSource {
  private readonly documents = new BoundedCache<DocumentNode>(KEPT_DOCUMENTS)
  private inFlight = 0

  constructor(
    private readonly name: string,
    private readonly options: InProcessOptions,
  ) {}

  get health(): DivisionHealth {
    return { failingSince: undefined, inFlight: this.inFlight, breaker: 'closed' }
  }

  async call(request: DivisionRequest, context: CallContext): Promise<DivisionAnswer> {
    const { observer, callMillis } = this.options
    const begun = performance.now()
    const millis = Math.ceil(Math.min(callMillis, context.deadlineAt - begun))
    this.inFlight += 1
    try {
      const result = await this.within(millis, context, (signal) =>
        this.execute(JSON.parse(fromByteText(request.body)) as Request, { ...askedBy(context), millis, signal }),
      )
      const answer = readAnswer(request, { status: OK, headers, body: Buffer.from(JSON.stringify(result)) })
      observer.called(this.name, 'ok', performance.now() - begun)
      return answer
    } catch (error) {
      observer.called(this.name, error instanceof DivisionFailure ? error.code : 'cancelled', performance.now() - begun)
      if (error instanceof DivisionFailure) error.millis = Math.round(performance.now() - begun)
      throw error
    } finally {
      this.inFlight -= 1
    }
  }

  async close(): Promise<void> {}

  private async execute({ query, variables = {} }: Request, context: InProcessContext): Promise<ExecutionResult> {
    const document = this.parsed(query)
    const { schema, onFault } = this.options
    const result = await execute({ schema, document, variableValues: variables, contextValue: context })
    for (const { originalError } of result.errors ?? [])
      if (originalError && !(originalError instanceof GraphQLError) && !context.signal.aborted) onFault(originalError)
    return result
  }

  private parsed(query: string): DocumentNode {
    const known = this.documents.get(query)
    if (known !== undefined) return known
    const document = parse(query, { noLocation: true })
    this.documents.set(query, document)
    return document
  }

  /** Work that is broken off, for whoever waits for it, after the time or when the client hangs up. */
  private within<T>(millis: number, { cancellation }: CallContext, work: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController()
    // Every read of the operation listens to it, so many listeners are no leak here.
    setMaxListeners(0, controller.signal)
    return new Promise<T>((resolve, reject) => {
      const breakOff = (error: Error): void => {
        controller.abort(error)
        reject(error)
      }
      const onCancel = (): void => breakOff(new ExchangeBroken('cancelled'))
      const late = (): void => breakOff(new DivisionFailure(this.name, 'HUB_DIVISION_TIMEOUT', 'timeout'))
      if (millis <= 0) return late()
      const timer = setTimeout(late, millis)
      cancellation?.add(onCancel)
      const end = (): void => ended(timer, cancellation, onCancel)
      work(controller.signal).then(resolve, reject).finally(end)
    })
  }
}

function askedBy({ caller = anonymous, headers = [] }: CallContext): Pick<InProcessContext, 'caller' | 'requestId'> {
  const at = headers.indexOf('x-request-id')
  return { caller, requestId: at < 0 ? undefined : headers[at + 1] }
}

function ended(timer: NodeJS.Timeout, cancellation: Cancellation | undefined, onCancel: () => void): void {
  clearTimeout(timer)
  cancellation?.remove(onCancel)
}

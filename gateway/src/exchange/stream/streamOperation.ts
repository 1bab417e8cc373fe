import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { AccessEvidence } from '../../evidence/access/accessEvidence.ts'
import type { AnswerError } from '../../execution/answer/completeAnswer.ts'
import type { Audience } from '../../execution/audience.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import type { KnownOperation, ReadyOperation } from '../../execution/operationStore.ts'
import type { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import type { RequestGuards } from '../../limits/requestGuards.ts'
import { asRefusal } from '../../request/asRefusal.ts'
import type { GraphqlParams } from '../../request/graphqlParams.ts'
import { logOperation } from '../../request/logOperation.ts'
import type { RequestContext } from '../../request/requestContext.ts'
import { RequestRefusal } from '../../request/requestRefusal.ts'
import { rightsKey } from '../../request/rightsKey.ts'
import type { FeedReader } from '../feed/feedReader.ts'
import type { PullAgreements } from '../pull/pullAgreements.ts'
import { AFTER, type PageDocument } from './pageDocument.ts'
import { restMillis } from './restMillis.ts'
import type { StreamAudiences } from './streamAudiences.ts'
import type { LookAgain } from './streamIdentity.ts'
import type { StreamMessages } from './streamMessages.ts'
import { type StreamPage, streamPage } from './streamPage.ts'
import { type SubscribedArguments, subscribedArguments } from './subscribedArguments.ts'

export interface StreamParts {
  readonly executor: Pick<SupergraphExecutor, 'execute'>
  readonly audienceOf: (context: RequestContext) => Audience
  readonly subscriptions: StreamAudiences
  readonly guards: RequestGuards
  readonly evidence: Pick<AccessEvidence, 'keep'>
  readonly feed: Pick<FeedReader, 'changed'>
  /** Agreements that bind their partners, who read by `/feed`. */
  readonly agreements: Pick<PullAgreements, 'refuseBound'>
  readonly logger: Logger
  /** How often it is looked at who reads, while nothing comes. */
  readonly heartbeatMillis: number
}

/** Who subscribes to what. */
export interface Subscriber {
  /** Its cancellation ends the operation. */
  readonly context: RequestContext
  readonly asked: GraphqlParams
  /** Cursor of the last page that he has seen, where his client tells it beside the operation. */
  readonly lastEventId: string | undefined
  readonly lookAgain: LookAgain
}

interface Prepared {
  readonly audience: Audience
  readonly page: PageDocument
  readonly known: KnownOperation
  readonly subscribed: SubscribedArguments
}

interface ReadPage {
  readonly page: StreamPage
  readonly ready: ReadyOperation
  readonly answer: TextAnswer
}

/** How long a reader waits to be told of changes, before he asks whether he has missed the word. */
const WAIT_MILLIS = 30_000
/** How long a division that is out is left alone. */
const BEHIND_MILLIS = 3_000

/** Errors of a page that is as it should be: the reader may not see a field, or nobody can. */
const MEANT = new Set(['FORBIDDEN', 'HUB_DISCLOSURE_DENIED', 'HUB_STORED_VALUE_INVALID'])
const OUTAGE = /^HUB_DIVISION_/

const codeOf = ({ extensions }: AnswerError): string => String(extensions?.code)

/** One subscription under way: page after page, each once its reader has taken the one before. */
export class StreamOperation {
  private failure: unknown

  constructor(
    private readonly parts: StreamParts,
    private readonly subscriber: Subscriber,
  ) {}

  /** Ends it; its reader is told nothing, and goes on from his cursor when he comes again. */
  stop(): void {
    this.subscriber.context.cancellation.cancel()
  }

  /** @param write resolves when the reader has taken a message */
  async run(write: (message: Buffer) => Promise<void>, messages: StreamMessages): Promise<void> {
    const { logger, heartbeatMillis } = this.parts
    const { context, lookAgain } = this.subscriber
    const timer = setInterval(() => lookAgain().catch((error) => this.fail(error)), heartbeatMillis)
    try {
      await this.follow((page) => write(messages.page(page)))
    } catch (error) {
      const isStopped = context.cancellation.cancelled && this.failure === undefined
      const { errors } = asRefusal(this.failure ?? error, context, logger)
      logOperation(logger, context, isStopped ? [] : errors)
      if (isStopped) return
      await write(messages.errors(errors))
      await write(messages.complete())
    } finally {
      clearInterval(timer)
    }
  }

  private async follow(give: (page: StreamPage) => Promise<void>): Promise<never> {
    await this.notePurpose()
    let after = this.subscriber.lastEventId ?? this.prepared().subscribed.after
    let behindTold = ''
    for (let outages = 0; ; ) {
      const prepared = this.prepared()
      const read = await this.read(prepared, after)
      if (read === undefined) {
        await this.rest(restMillis(outages++))
      } else {
        outages = 0
        const { next, count, hasMore, behind } = read.page
        const isOut = JSON.stringify(behind)
        if (count > 0 || (isOut !== behindTold && isOut !== '[]')) await this.give(prepared, read, give)
        behindTold = isOut
        after = next
        if (!hasMore) await this.untilMore(prepared, read.page)
      }
      this.assertGoing()
      await this.subscriber.lookAgain()
    }
  }

  /** Who reads is known before it is known what; the purpose that this is registered for may open more to him. */
  private async notePurpose(): Promise<void> {
    const { context, asked, lookAgain } = this.subscriber
    const { guards } = this.parts
    context.registeredPurpose = guards.purposeOf(guards.admit(asked, context.caller))
    if (context.registeredPurpose !== undefined) await lookAgain()
  }

  /** Everything is looked up anew: the rights of a reader may have changed, and what is known is found at once. */
  private prepared(): Prepared {
    const { context, asked } = this.subscriber
    const { guards, audienceOf, subscriptions } = this.parts
    const text = guards.admit(asked, context.caller)
    const audience = audienceOf(context)
    const stream = subscriptions.of(audience)
    const { document, errors } = stream.documents.check(text)
    if (errors !== undefined) throw new RequestRefusal(errors)
    const page = stream.page(document, asked.operationName)
    context.operation = page.operation
    const subscribed = subscribedArguments(stream.schema, page, asked.variables)
    return { audience, page, subscribed, known: audience.operations.find(page.document) }
  }

  /** The page after a cursor; undefined when it cannot be had now. @throws RequestRefusal when it cannot be had at all */
  private async read({ audience, known, page }: Prepared, after: string | undefined): Promise<ReadPage | undefined> {
    const { context, asked } = this.subscriber
    const { executor, guards } = this.parts
    const { caller, requestId, cancellation } = context
    // Asked here for each reader: readers of equal rights share what the graph answers, and may be of several units.
    await this.parts.agreements.refuseBound(caller)
    const variables = { ...asked.variables, [AFTER]: after ?? null }
    guards.cost.estimate(audience.schema, known, variables)
    const ready = await audience.operations.ready(known, variables)
    const headers = ['x-request-id', requestId]
    const accessKey = rightsKey(audience.key, caller)
    const answer = await executor.execute(ready, { headers, cancellation, caller, accessKey })
    const faults = answer.errors.filter((error) => !MEANT.has(codeOf(error)))
    const read = streamPage(answer, page.responseName)
    if (read !== undefined && faults.length === 0) return { page: read, ready, answer }
    if (faults.length > 0 && faults.every((error) => OUTAGE.test(codeOf(error)))) return undefined
    throw new RequestRefusal(answer.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions })))
  }

  private async give({ audience, subscribed }: Prepared, read: ReadPage, give: (page: StreamPage) => Promise<void>) {
    const { page, ready, answer } = read
    const { guards, evidence } = this.parts
    const estimate = guards.cost.estimate(audience.schema, ready.known, ready.variables)
    await this.pay((estimate * Math.max(1, page.count)) / subscribed.first)
    await evidence.keep({ context: this.subscriber.context, schema: audience.schema, ready, answer })
    this.assertGoing()
    await give(page)
  }

  /** Who has spent his budget is parked until he has some again. */
  private async pay(cost: number): Promise<void> {
    for (;;) {
      try {
        await this.parts.guards.cost.charge(this.subscriber.context, cost)
        return
      } catch (error) {
        const seconds = error instanceof RequestRefusal ? Number(error.headers['retry-after']) : Number.NaN
        if (!(seconds > 0)) throw error
        await this.rest(seconds * 1_000)
        this.assertGoing()
      }
    }
  }

  private async untilMore({ subscribed }: Prepared, { next: after, behind: told }: StreamPage): Promise<void> {
    const { caller, cancellation } = this.subscriber.context
    const { divisions, families } = subscribed
    const behind = told.map(({ division, code }) => ({ division, code }))
    const millis = behind.length > 0 ? BEHIND_MILLIS : WAIT_MILLIS
    const wait = { caller, after, behind, divisions, families, millis, cancellation }
    while (!(await this.parts.feed.changed(wait)) && behind.length === 0) this.assertGoing()
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.stop()
  }

  private assertGoing(): void {
    if (this.subscriber.context.cancellation.cancelled) throw this.failure ?? new Error('stopped')
  }

  private rest(millis: number): Promise<void> {
    const { cancellation } = this.subscriber.context
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        cancellation.remove(end)
        resolve()
      }
      const timer = setTimeout(end, millis)
      cancellation.add(end)
    })
  }
}

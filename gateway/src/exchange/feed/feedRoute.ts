import type { IncomingMessage, ServerResponse } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import { clientAddress } from '../../access/identity/clientAddress.ts'
import type { Identify } from '../../access/identity/identify.ts'
import type { Route } from '../../http/hubRoutes.ts'
import type { RequestGuards } from '../../limits/requestGuards.ts'
import { asRefusal } from '../../request/asRefusal.ts'
import { logOperation } from '../../request/logOperation.ts'
import { noteIdentity } from '../../request/noteIdentity.ts'
import { type RequestContext, requestContext } from '../../request/requestContext.ts'
import { httpFault } from '../../request/requestRefusal.ts'
import { sendRefusal } from '../../request/sendRefusal.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { PullAgreements } from '../pull/pullAgreements.ts'
import type { PullReader } from '../pull/pullReader.ts'
import { cloudEvent, MEDIA_TYPE } from '../push/deliveryMessage.ts'
import type { FeedPage } from './feedEvent.ts'
import { type FeedParams, feedParams } from './feedParams.ts'
import type { ChangeWait, FeedReader } from './feedReader.ts'

export interface FeedRouteParts {
  readonly identify: Identify
  readonly trustedProxies: number
  readonly feed: FeedReader
  /** Agreements that bind their partners, and what reads by them. */
  readonly agreements: Pick<PullAgreements, 'of'>
  readonly pulls: Pick<PullReader, 'read'>
  readonly cost: RequestGuards['cost']
  readonly logger: Logger
}

/** One page, and what to wait for where there is no more. */
interface ReadPage {
  readonly page: FeedPage
  readonly wait: Omit<ChangeWait, 'behind' | 'millis' | 'cancellation'>
  /** The agreement by which it was read. */
  readonly agreement?: string | undefined
}

const NO_BODY = Buffer.alloc(0)

/** How long a request looks for what was asked among what was not, beyond its time of waiting. */
const LONGEST_LOOK_MS = 2_000

/**
 * Changes over plain HTTP: `GET /feed` answers a batch of CloudEvents 1.0 and, in its head, the cursor of the next page
 * (`Hub-Cursor`, `Link; rel="next"`), whether more is there (`Hub-More`) and which divisions are behind (`Hub-Behind`).
 * With `wait` it answers as soon as there is something, or nothing when the time is over.
 */
export function feedRoute({ identify, trustedProxies, feed, agreements, pulls, cost, logger }: FeedRouteParts): Route {
  async function answer(request: IncomingMessage, context: RequestContext): Promise<[FeedParams, FeedPage]> {
    if (request.method !== 'GET') throw httpFault(405, '请用 GET', { headers: { allow: 'GET' } })
    const identity = await identify(request, context)
    identity.verifyBody?.(NO_BODY)
    await noteIdentity(context, identity)
    const leave = identity.enter?.()
    try {
      return await pageOf(request, context)
    } finally {
      leave?.()
    }
  }

  async function pageOf(request: IncomingMessage, context: RequestContext): Promise<[FeedParams, FeedPage]> {
    const asked = feedParams(new URL(request.url ?? '/', 'http://localhost').searchParams)
    const until = performance.now() + asked.wait * 1_000
    for (let after = asked.after; ; ) {
      const { page, wait, agreement } = await read(asked, after, context)
      const told = { ...asked, agreement }
      const millis = until - performance.now()
      // Where much is there and nothing of it was asked for, the reader goes on from where this one has come.
      const isLongLooked = millis <= -LONGEST_LOOK_MS
      if (page.events.length > 0 || (millis <= 0 && !page.hasMore) || isLongLooked) return [told, page]
      after = page.next
      if (page.hasMore) continue
      const { behind } = page
      if (!(await feed.changed({ ...wait, behind, millis, cancellation: context.cancellation }))) return [told, page]
      await lookAgain(request, context)
    }
  }

  async function read(asked: FeedParams, after: string | undefined, context: RequestContext): Promise<ReadPage> {
    await cost.charge(context, 1)
    const agreement = await agreements.of(context.caller, asked.agreement)
    const read =
      agreement === undefined ? await readOwn(asked, after, context) : await readBy(agreement, asked, after, context)
    if (read.page.events.length > 0) await cost.charge(context, read.page.events.length)
    return read
  }

  /** By the caller's own claims. */
  async function readOwn(asked: FeedParams, after: string | undefined, context: RequestContext): Promise<ReadPage> {
    const { caller, grounds, cancellation, requestId, address, client } = context
    const { divisions, families, subjects: subjectIds, first, snapshot } = asked
    const request = { requestId, address, client, grounds }
    const question = { caller, after, divisions, families, subjectIds, first, snapshot, request }
    const page = await feed.read(question, cancellation)
    return { page, wait: { caller, divisions, families, after: page.next } }
  }

  async function readBy(
    agreement: ExchangeAgreement,
    { first, ...asked }: FeedParams,
    after: string | undefined,
    { caller, requestId, address, cancellation }: RequestContext,
  ): Promise<ReadPage> {
    refuseFilters(asked)
    const question = { agreement, after, first, request: { requestId, address, by: caller.caller } }
    const { wait, ...page } = await pulls.read(question, cancellation)
    return { page, wait, agreement: agreement.id }
  }

  /** Who asks after a wait: a credential may have run out, a consent been taken back. A signature holds for its request. */
  async function lookAgain(request: IncomingMessage, context: RequestContext): Promise<void> {
    if (request.headers.authorization === undefined) return
    await noteIdentity(context, await identify(request, context))
  }

  return async (request, response) => {
    const context = requestContext(request.headers, clientAddress(request, trustedProxies))
    response.on('close', () => context.cancellation.cancel())
    try {
      const [asked, page] = await answer(request, context)
      logOperation(logger, context, [])
      send(response, context.requestId, asked, page)
    } catch (error) {
      const refusal = asRefusal(error, context, logger)
      logOperation(logger, context, refusal.errors)
      sendRefusal(response, context.requestId, refusal)
    }
  }
}

function send(response: ServerResponse, requestId: string, asked: FeedParams, page: FeedPage): void {
  if (response.destroyed) return
  const body = Buffer.from(JSON.stringify(page.events.map(cloudEvent)))
  const behind = page.behind.map(({ division, code }) => `${division};code=${code}`).join(', ')
  response.writeHead(200, {
    'content-type': MEDIA_TYPE,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    link: `</feed?${nextSearch(asked, page.next)}>; rel="next"`,
    'hub-cursor': page.next,
    'hub-more': String(page.hasMore),
    ...(behind === '' ? {} : { 'hub-behind': behind }),
  })
  response.end(body)
}

/** What an agreement covers is said in its terms; what is filtered out of it would count as received. */
function refuseFilters({
  divisions,
  families,
  subjects,
}: Pick<FeedParams, 'divisions' | 'families' | 'subjects'>): void {
  if (divisions === undefined && families === undefined && subjects === undefined) return
  const fault =
    '按协议读取不得另加筛选 / what is read by an agreement cannot be filtered: divisions, families, subjects'
  throw new HubError('BAD_USER_INPUT', fault)
}

function nextSearch(
  { agreement, divisions, families, subjects, first, wait }: FeedParams,
  after: string,
): URLSearchParams {
  const lists = Object.entries({ divisions, families, subjects }).flatMap(([name, list]): [string, string][] =>
    list === undefined ? [] : [[name, list.join(',')]],
  )
  const named: [string, string][] = agreement === undefined ? [] : [['agreement', agreement]]
  return new URLSearchParams([...named, ['after', after], ...lists, ['first', String(first)], ['wait', String(wait)]])
}

import type { IncomingMessage, ServerResponse } from 'node:http'
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
import { cloudEvent, MEDIA_TYPE } from '../push/deliveryMessage.ts'
import type { FeedPage } from './feedEvent.ts'
import { type FeedParams, feedParams } from './feedParams.ts'
import type { FeedReader } from './feedReader.ts'

export interface FeedRouteParts {
  readonly identify: Identify
  readonly trustedProxies: number
  readonly feed: FeedReader
  readonly cost: RequestGuards['cost']
  readonly logger: Logger
}

const NO_BODY = Buffer.alloc(0)

/** How long a request looks for what was asked among what was not, beyond its time of waiting. */
const LONGEST_LOOK_MS = 2_000

/**
 * Changes over plain HTTP: `GET /feed` answers a batch of CloudEvents 1.0 and, in its head, the cursor of the next page
 * (`Hub-Cursor`, `Link; rel="next"`), whether more is there (`Hub-More`) and which divisions are behind (`Hub-Behind`).
 * With `wait` it answers as soon as there is something, or nothing when the time is over.
 */
export function feedRoute({ identify, trustedProxies, feed, cost, logger }: FeedRouteParts): Route {
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
      const page = await read(asked, after, context)
      const millis = until - performance.now()
      // Where much is there and nothing of it was asked for, the reader goes on from where this one has come.
      const isLongLooked = millis <= -LONGEST_LOOK_MS
      if (page.events.length > 0 || (millis <= 0 && !page.hasMore) || isLongLooked) return [asked, page]
      after = page.next
      if (page.hasMore) continue
      const { divisions, families } = asked
      const { behind } = page
      const wait = { caller: context.caller, divisions, families, after, behind, millis }
      if (!(await feed.changed({ ...wait, cancellation: context.cancellation }))) return [asked, page]
      await lookAgain(request, context)
    }
  }

  async function read(asked: FeedParams, after: string | undefined, context: RequestContext): Promise<FeedPage> {
    const { caller, grounds, cancellation, requestId, address, client } = context
    await cost.charge(context, 1)
    const { divisions, families, subjects: subjectIds, first, snapshot } = asked
    const request = { requestId, address, client, grounds }
    const page = await feed.read(
      { caller, after, divisions, families, subjectIds, first, snapshot, request },
      cancellation,
    )
    if (page.events.length > 0) await cost.charge(context, page.events.length)
    return page
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

function nextSearch({ divisions, families, subjects, first, wait }: FeedParams, after: string): URLSearchParams {
  const lists = Object.entries({ divisions, families, subjects }).flatMap(([name, list]): [string, string][] =>
    list === undefined ? [] : [[name, list.join(',')]],
  )
  return new URLSearchParams([['after', after], ...lists, ['first', String(first)], ['wait', String(wait)]])
}

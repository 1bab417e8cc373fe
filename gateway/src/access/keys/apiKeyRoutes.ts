import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AdministrativeAct, mayAct } from '@hub/schema/access/administrativeActs'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { callerClaims } from '@hub/schema/access/callerText'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import type { Route } from '../../http/hubRoutes.ts'
import { sendJson } from '../../http/sendJson.ts'
import { readBody } from '../../request/readBody.ts'
import { requestContext } from '../../request/requestContext.ts'
import { RequestRefusal } from '../../request/requestRefusal.ts'
import type { AccessObserver } from '../accessEvent.ts'
import { AccessRefused } from '../accessRefused.ts'
import { clientAddress } from '../identity/clientAddress.ts'
import type { Identify } from '../identity/identify.ts'
import type { ApiKeyActs, KeyActing } from './apiKeyActs.ts'

export interface ApiKeyRoutesParts {
  readonly acts: ApiKeyActs
  readonly identify: Identify
  readonly trustedProxies: number
  /** Keeps what was done; an act of which no evidence can be kept is not done. */
  readonly observe: AccessObserver
}

const LARGEST_BODY = 16 * 1024

const MOST_DAYS = 3_650
const MOST_OVERLAP_HOURS = 24 * 90

const id = z.string().max(40)
const days = wholeFrom(1, MOST_DAYS)
const inputs = {
  API_KEY_LIST: z.object({}),
  API_KEY_CREATE: z.object({ claims: callerClaims.omit({ grants: true, purpose: true, caseNo: true }), days }),
  API_KEY_REVOKE: z.object({ id }),
  API_KEY_ROTATE: z.object({ id, days, overlapHours: wholeFrom(0, MOST_OVERLAP_HOURS) }),
} as const satisfies Partial<Record<AdministrativeAct, z.ZodType>>

function wholeFrom(least: number, most: number) {
  const text = `须为 ${least} 到 ${most} 的整数 / must be a whole number from ${least} to ${most}`
  return z.number(text).int(text).min(least, text).max(most, text)
}

type KeyAct = keyof typeof inputs

/**
 * The keys of services over HTTP, for the security administrator: `POST` of JSON to `/access/keys/list`, `create`
 * (`claims`, `days`), `revoke` (`id`) and `rotate` (`id`, `days`, `overlapHours`).
 */
export function apiKeyRoutes(parts: ApiKeyRoutesParts): ReadonlyMap<string, Route> {
  const { acts } = parts
  return new Map([
    [
      '/access/keys/list',
      route(parts, 'API_KEY_LIST', async (_, { note }) => {
        await note()
        return { keys: await acts.list() }
      }),
    ],
    [
      '/access/keys/create',
      route(parts, 'API_KEY_CREATE', ({ claims, days: own }, by) => acts.create(claims, own, by)),
    ],
    [
      '/access/keys/revoke',
      route(parts, 'API_KEY_REVOKE', async ({ id: key }, by) => {
        await acts.revoke(key, by)
        return { id: key }
      }),
    ],
    ['/access/keys/rotate', route(parts, 'API_KEY_ROTATE', ({ id: key, ...terms }, by) => acts.rotate(key, terms, by))],
  ])
}

type Performance<Act extends KeyAct> = (input: z.output<(typeof inputs)[Act]>, by: KeyActing) => Promise<object>

function route<Act extends KeyAct>(parts: ApiKeyRoutesParts, act: Act, perform: Performance<Act>): Route {
  return async (request, response) => {
    const { requestId } = requestContext(request.headers)
    const from = clientAddress(request, parts.trustedProxies)
    const note = (caller: CallerClaims, result: 'DONE' | 'HUB_ACT_FORBIDDEN', details = {}) =>
      parts.observe({ kind: act, at: new Date(), ...whose(caller), from, requestId, result, details })
    try {
      if (request.method !== 'POST') throw new HubError('BAD_USER_INPUT', '请用 POST / use POST')
      const { caller } = await parts.identify(request, { requestId, address: from })
      if (!mayAct(caller, act)) {
        await note(caller, 'HUB_ACT_FORBIDDEN')
        throw new AccessRefused('HUB_ACT_FORBIDDEN', { status: 403, reason: `${caller.role} may not ${act}` })
      }
      const input = await inputOf(request, act)
      const by = {
        caller: caller.caller,
        note: (more = {}) => note(caller, 'DONE', { ...plainDetails(input), ...more }),
      }
      sendJson(response, 200, await perform(input, by))
    } catch (error) {
      answerRefusal(response, error)
    }
  }
}

/** Evidence keeps texts and numbers. */
function plainDetails(input: object): Record<string, unknown> {
  const entries = Object.entries(input).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : value,
  ])
  return Object.fromEntries(entries)
}

function whose({ caller, role }: CallerClaims) {
  return { caller, role }
}

async function inputOf<Act extends KeyAct>(
  request: IncomingMessage,
  act: Act,
): Promise<z.output<(typeof inputs)[Act]>> {
  const text = (await readBody(request, LARGEST_BODY)).toString('utf8')
  try {
    return inputs[act].parse(text === '' ? {} : JSON.parse(text)) as z.output<(typeof inputs)[Act]>
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : []
    const told = issue === undefined ? 'JSON' : `${issue.path.join('.')}: ${issue.message}`
    throw new HubError('BAD_USER_INPUT', `请求内容有误 / wrong input: ${told}`)
  }
}

/** What was not foreseen is for the routes' own handler. */
function answerRefusal(response: ServerResponse, error: unknown): void {
  if (error instanceof RequestRefusal) {
    sendJson(response, error.status ?? 400, { errors: error.errors })
    return
  }
  if (!(error instanceof HubError)) throw error
  const { message, code } = error
  const isRefused = error instanceof AccessRefused
  const ownStatus = code === 'BAD_USER_INPUT' ? 400 : 503
  for (const [name, value] of Object.entries(isRefused ? error.headers : {})) response.setHeader(name, value)
  sendJson(response, isRefused ? error.status : ownStatus, { errors: [{ message, extensions: { code } }] })
}

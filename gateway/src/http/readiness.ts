import { divisions } from '@hub/schema/divisions/divisions'
import type { RedisConnection, RedisState } from '@hub/schema/redis/redisConnection'
import { Agent, type Dispatcher, request } from 'undici'
import type { DivisionTls } from '../access/hop/divisionTrust.ts'
import type { DivisionHealth } from '../execution/divisions/divisionClient.ts'

const PROBE_MS = 2_000
/** Asked more often than this, the divisions are not asked again: each time costs them a write. */
const KEEP_MS = 1_000

/** What a division says of itself; `unreachable` when it says nothing. */
export type DivisionState = 'ready' | 'not ready' | 'unreachable'

interface ProbedDivision {
  readonly name: string
  readonly chineseName: string
  readonly state: DivisionState
}

/** A division as it says itself, and as the hub fares with it. */
export interface DivisionReadiness extends ProbedDivision {
  readonly breaker?: DivisionHealth['breaker']
  readonly inFlight?: number
  /** Since when the hub's calls to it have failed: UTC, RFC 3339. */
  readonly failingSince?: string
}

export interface Readiness {
  /** The hub answers, whatever the divisions do; `partial` when a division is out, or the Redis that is set. */
  readonly status: 'ready' | 'partial'
  /** While it is out, limits hold for each hub alone. */
  readonly redis?: RedisState
  readonly divisions: readonly DivisionReadiness[]
}

export interface ReadinessOptions {
  readonly health?: (() => ReadonlyMap<string, DivisionHealth>) | undefined
  readonly tls?: DivisionTls | undefined
  readonly redis?: Pick<RedisConnection, 'state'> | undefined
}

async function divisionState(graphqlUrl: string, dispatcher: Dispatcher): Promise<DivisionState> {
  try {
    const { statusCode, body } = await request(new URL('/readyz', graphqlUrl), {
      signal: AbortSignal.timeout(PROBE_MS),
      dispatcher,
    })
    await body.dump()
    return statusCode === 200 ? 'ready' : 'not ready'
  } catch {
    return 'unreachable'
  }
}

async function askAll(divisionUrls: ReadonlyMap<string, string>, dispatcher: Dispatcher): Promise<ProbedDivision[]> {
  const asked = divisions.flatMap(({ name, chineseName }) => {
    const url = divisionUrls.get(name)
    return url === undefined ? [] : [divisionState(url, dispatcher).then((state) => ({ name, chineseName, state }))]
  })
  return Promise.all(asked)
}

function faring({ breaker, inFlight, failingSince }: DivisionHealth): Omit<DivisionReadiness, keyof ProbedDivision> {
  const since = failingSince === undefined ? {} : { failingSince: new Date(failingSince).toISOString() }
  return { breaker, inFlight, ...since }
}

/**
 * Asks every division at once whether it is ready; callers within a second share one answer. What the hub itself knows of
 * it is as of now.
 */
export function readiness(
  divisionUrls: ReadonlyMap<string, string>,
  { health = () => new Map(), tls, redis }: ReadinessOptions = {},
): () => Promise<Readiness> {
  const dispatcher = new Agent({ connect: { ...tls } })
  let current: Promise<ProbedDivision[]> | undefined
  return async () => {
    if (current === undefined) {
      current = askAll(divisionUrls, dispatcher)
      void current.then(() => setTimeout(() => (current = undefined), KEEP_MS).unref())
    }
    const probed = await current
    const known = health()
    const isWhole = probed.every(({ state }) => state === 'ready') && redis?.state !== 'out'
    return {
      status: isWhole ? 'ready' : 'partial',
      ...(redis && { redis: redis.state }),
      divisions: probed.map((division) => {
        const own = known.get(division.name)
        return own === undefined ? division : { ...division, ...faring(own) }
      }),
    }
  }
}

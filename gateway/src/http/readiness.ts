import { divisions } from '@hub/schema/divisions/divisions'
import { Agent, type Dispatcher, request } from 'undici'
import type { DivisionTls } from '../access/hop/divisionTrust.ts'

const PROBE_MS = 2_000
/** Asked more often than this, the divisions are not asked again: each time costs them a write. */
const KEEP_MS = 1_000

/** What a division says of itself; `unreachable` when it says nothing. */
export type DivisionState = 'ready' | 'not ready' | 'unreachable'

export interface Readiness {
  /** The hub answers, whatever the divisions do; `partial` when a division is out. */
  readonly status: 'ready' | 'partial'
  readonly divisions: readonly { readonly name: string; readonly chineseName: string; readonly state: DivisionState }[]
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

async function askAll(divisionUrls: ReadonlyMap<string, string>, dispatcher: Dispatcher): Promise<Readiness> {
  const asked = divisions.flatMap(({ name, chineseName }) => {
    const url = divisionUrls.get(name)
    return url === undefined ? [] : [divisionState(url, dispatcher).then((state) => ({ name, chineseName, state }))]
  })
  const states = await Promise.all(asked)
  return { status: states.every(({ state }) => state === 'ready') ? 'ready' : 'partial', divisions: states }
}

/** Asks every division at once whether it is ready; callers within a second share one answer. */
export function readiness(divisionUrls: ReadonlyMap<string, string>, tls: DivisionTls = {}): () => Promise<Readiness> {
  const dispatcher = new Agent({ connect: { ...tls } })
  let current: Promise<Readiness> | undefined
  return () => {
    if (current === undefined) {
      current = askAll(divisionUrls, dispatcher)
      void current.then(() => setTimeout(() => (current = undefined), KEEP_MS).unref())
    }
    return current
  }
}

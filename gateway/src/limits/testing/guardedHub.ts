import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { pino } from 'pino'
import { Audiences } from '../../access/audiences.ts'
import { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import { requestPipeline } from '../../request/requestPipeline.ts'
import { loadSupergraph } from '../../supergraph/loadSupergraph.ts'
import { guardSettings } from '../guardSettings.ts'
import { requestGuards } from '../requestGuards.ts'

/** A hub over HTTP on the real graph, whose divisions are all out. */
export interface GuardedHub {
  /** Address of its `/graphql`. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/**
 * Starts a hub of limits and audiences alone.
 * @param callers by what they show as `Authorization`; whoever shows nothing is the public
 * @param settings of the limits
 */
export async function guardedHub(
  callers: Readonly<Record<string, CallerClaims>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<GuardedHub> {
  const file = fileURLToPath(new URL('../../../../schema/supergraph.graphql', import.meta.url))
  const supergraph = await loadSupergraph(file, new Map())
  const guards = await requestGuards(defineSettings(guardSettings).read(settings), supergraph)
  const executor = new SupergraphExecutor(supergraph, { documentGuard: guards.document })
  const audiences = new Audiences(supergraph, (key, schema) => executor.audience(key, schema))
  const route = requestPipeline({
    identify: async ({ headers }) => ({ caller: callers[headers.authorization ?? ''] ?? anonymous }),
    trustedProxies: 0,
    executor,
    audienceOf: ({ caller }) => audiences.of(caller),
    logger: pino({ level: 'silent' }),
    bodyLimitBytes: 2 * 1024 * 1024,
    guards,
  })
  const server = createServer(route)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await executor.close()
    },
  }
}

import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { parse } from 'graphql'
import type { Audience } from '../../execution/audience.ts'
import type { KnownOperation } from '../../execution/operationStore.ts'
import type { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import type { AskHead } from './changeWatch.ts'
import { rootPrefix } from './rootPrefix.ts'

/** As whom the hub asks for numbers, which are about nobody: they are told from level SHARED on. */
const HUB_ITSELF: CallerClaims = { caller: 'hub', role: 'CREDIT_PLATFORM' }

/** Asks divisions how far they have come, through the executor like every other question. */
export function askHead(
  executor: Pick<SupergraphExecutor, 'execute'>,
  audienceOf: (caller: CallerClaims) => Audience,
): AskHead {
  const { operations } = audienceOf(HUB_ITSELF)
  const known = new Map<DivisionName, KnownOperation>()
  return async ({ division, after, waitMillis }, cancellation) => {
    const field = `${rootPrefix(division)}EventHead`
    const text = `query FeedHead($after: Int, $waitMillis: Int) { ${field}(after: $after, waitMillis: $waitMillis) }`
    const operation = known.get(division) ?? operations.find(parse(text))
    known.set(division, operation)
    const ready = await operations.ready(operation, { after, waitMillis })
    const { data, errors } = await executor.execute(ready, { caller: HUB_ITSELF, cancellation, isWatching: true })
    const head = (JSON.parse(data.toString()) as Record<string, number | null> | null)?.[field]
    if (typeof head !== 'number') throw new Error(errors[0]?.message ?? `no head of ${division}`)
    return head
  }
}

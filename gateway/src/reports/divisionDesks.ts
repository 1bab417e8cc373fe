import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { parse } from 'graphql'
import type { DivisionBehind } from '../exchange/feed/feedEvent.ts'
import type { Audience } from '../execution/audience.ts'
import { Cancellation } from '../execution/divisions/cancellation.ts'
import type { KnownOperation } from '../execution/operationStore.ts'
import type { SupergraphExecutor } from '../execution/supergraphExecutor.ts'

/** One question about one division, in the words of the supergraph. */
export interface DeskQuestion {
  readonly division: DivisionName
  /** By whose right. */
  readonly caller: CallerClaims
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
  /** How long it may take, in milliseconds. */
  readonly millis: number
  readonly signal: AbortSignal
}

export type DeskAnswer = { readonly data: Readonly<Record<string, unknown>> } | { readonly behind: DivisionBehind }

/** Asks divisions what only they can count, as every other query asks them. */
export class DivisionDesks {
  private readonly made = new WeakMap<Audience, Map<string, KnownOperation>>()

  constructor(
    private readonly executor: Pick<SupergraphExecutor, 'execute'>,
    private readonly audienceOf: (caller: CallerClaims) => Audience,
  ) {}

  /** What the division answers whole, or why there is nothing: half an answer would be wrong figures. */
  async ask({ division, caller, text, variables, millis, signal }: DeskQuestion): Promise<DeskAnswer> {
    const audience = this.audienceOf(caller)
    const ready = await audience.operations.ready(this.operation(audience, text), { ...variables })
    const cancellation = new Cancellation()
    const cancel = (): void => cancellation.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    const timer = setTimeout(cancel, Math.max(1, millis))
    try {
      const { data, errors } = await this.executor.execute(ready, { caller, cancellation })
      const [fault] = errors
      if (fault !== undefined) return behind(division, fault.extensions?.code)
      return { data: JSON.parse(data.toString()) as Readonly<Record<string, unknown>> }
    } catch (error) {
      if (!cancellation.cancelled) throw error
      return behind(division, 'HUB_DIVISION_TIMEOUT')
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    }
  }

  private operation(audience: Audience, text: string): KnownOperation {
    const known = this.made.get(audience) ?? new Map<string, KnownOperation>()
    this.made.set(audience, known)
    const operation = known.get(text) ?? audience.operations.find(parse(text))
    known.set(text, operation)
    return operation
  }
}

function behind(division: DivisionName, code: unknown): DeskAnswer {
  return { behind: { division, code: typeof code === 'string' ? code : 'HUB_DIVISION_UNAVAILABLE' } }
}

import type { Program } from '../plan/program.ts'
import type { Gathered } from '../run/runProgram.ts'
import type { AnswerError } from './completeAnswer.ts'

/** How a division has taken part in an answer. */
export interface DivisionState {
  readonly division: string
  readonly state: 'OK' | 'STALE' | 'TIMEOUT' | 'UNAVAILABLE' | 'DENIED' | 'BAD_RESPONSE'
  /** Why it is not OK. */
  readonly code?: string
  /** Since when it has been failing: UTC, RFC 3339. */
  readonly since?: string
  /** When it said what stands in for it here, the oldest part of it: UTC, RFC 3339. */
  readonly asOf?: string
  /** How long the hub waited for it. */
  readonly millis?: number
}

const STATES = new Map<string, DivisionState['state']>([
  ['HUB_DIVISION_TIMEOUT', 'TIMEOUT'],
  ['HUB_DIVISION_UNAVAILABLE', 'UNAVAILABLE'],
  ['HUB_DIVISION_BUSY', 'UNAVAILABLE'],
  ['HUB_DIVISION_BAD_RESPONSE', 'BAD_RESPONSE'],
  ['FORBIDDEN', 'DENIED'],
  ['UNAUTHENTICATED', 'DENIED'],
])

/** The first code of each division that says more of it than that a field failed. */
function codesOf(errors: readonly AnswerError[]): Map<string, string> {
  const codes = new Map<string, string>()
  for (const { extensions } of errors) {
    const { division, code } = extensions ?? { code: '' }
    if (division !== undefined && STATES.has(code) && !codes.has(division)) codes.set(division, code)
  }
  return codes
}

const instant = (millis: number): string => new Date(millis).toISOString()

/**
 * The state of every division that an operation asked; undefined when all are OK. One of which something is lost is told
 * as out even where something else of it is stale.
 */
export function divisionStates(
  program: Program,
  errors: readonly AnswerError[],
  { failures, stale }: Pick<Gathered, 'failures' | 'stale'>,
): DivisionState[] | undefined {
  const codes = codesOf(errors)
  for (const [division, { code }] of failures) codes.set(division, code)
  if (codes.size === 0 && stale.size === 0) return undefined
  return [...new Set(program.groups.map(({ division }) => division))].map((division) => {
    const standIn = stale.get(division)
    const code = codes.get(division) ?? standIn?.code
    if (code === undefined) return { division, state: 'OK' }
    const { since, millis } = failures.get(division) ?? standIn ?? {}
    const asOf = standIn?.stale?.asOf
    return {
      division,
      state: codes.has(division) ? (STATES.get(code) ?? 'UNAVAILABLE') : 'STALE',
      code,
      ...(since === undefined ? {} : { since: instant(since) }),
      ...(asOf === undefined ? {} : { asOf: instant(asOf) }),
      ...(millis === undefined ? {} : { millis }),
    }
  })
}

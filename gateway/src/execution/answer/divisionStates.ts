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

/** The state of every division that an operation asked; undefined when all are OK. */
export function divisionStates(
  program: Program,
  errors: readonly AnswerError[],
  failures: Gathered['failures'],
): DivisionState[] | undefined {
  const codes = codesOf(errors)
  for (const [division, { code }] of failures) codes.set(division, code)
  if (codes.size === 0) return undefined
  return [...new Set(program.groups.map(({ division }) => division))].map((division) => {
    const code = codes.get(division)
    if (code === undefined) return { division, state: 'OK' }
    const { since, millis } = failures.get(division) ?? {}
    return {
      division,
      state: STATES.get(code) ?? 'UNAVAILABLE',
      code,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
      ...(millis === undefined ? {} : { millis }),
    }
  })
}

import { dutyStanding } from '@hub/schema/calendar/dutyStanding'
import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'
import type { MonthDecisions } from './monthDecisions.ts'
import type { ReportedRecords } from './reportedRecords.ts'

/** Why some decisions were not reported: a code of `schema/code-sets/unreported-bases.json`. */
export interface UnreportedBasis {
  readonly code: string
  readonly name: string
  readonly document: string | null
  readonly count: number
}

/** The counts of the monthly report for one family of decisions, or both; what each is `publicityCells` tells. */
export interface PublicityCounts {
  readonly produced: number
  readonly published: number
  readonly reported: number
  readonly unreported: number
  readonly unreportedBases: readonly UnreportedBasis[]
  readonly stored: number
  /** Only the city's platform knows. */
  readonly cityPublished: null
}

/** Counts the decisions of a month. @param today YYYY-MM-DD; whether the time to report is over */
export function publicityCounts(
  { all, shared, open }: MonthDecisions,
  { reported, stored }: ReportedRecords,
  today: string,
): PublicityCounts {
  const ids = [...all.keys()]
  const within = (some: ReadonlySet<string>): number => ids.filter((id) => some.has(id)).length
  const unreported = ids.filter((id) => !reported.has(id))
  const bases = new Map<string, UnreportedBasis>()
  for (const id of unreported) {
    const code = basisOf(shared.has(id), all.get(id) ?? '', today)
    const { name, document } = namedBasis(code, all.get(id) ?? '')
    const count = (bases.get(code)?.count ?? 0) + 1
    bases.set(code, { code, name, document, count })
  }
  return {
    produced: ids.length,
    published: within(open),
    reported: ids.length - unreported.length,
    unreported: unreported.length,
    unreportedBases: [...bases.values()].sort((one, other) => (one.code < other.code ? -1 : 1)),
    stored: within(stored),
    cityPublished: null,
  }
}

/** Both families together. */
export function totalCounts(all: readonly PublicityCounts[]): PublicityCounts {
  const sum = (of: (one: PublicityCounts) => number): number => all.reduce((total, one) => total + of(one), 0)
  const bases = new Map<string, UnreportedBasis>()
  for (const basis of all.flatMap(({ unreportedBases }) => unreportedBases))
    bases.set(basis.code, { ...basis, count: basis.count + (bases.get(basis.code)?.count ?? 0) })
  return {
    produced: sum(({ produced }) => produced),
    published: sum(({ published }) => published),
    reported: sum(({ reported }) => reported),
    unreported: sum(({ unreported }) => unreported),
    unreportedBases: [...bases.values()],
    stored: sum(({ stored }) => stored),
    cityPublished: null,
  }
}

/** What no other government body may know must not be reported; what is not due yet need not be. */
function basisOf(isShared: boolean, decidedOn: string, today: string): string {
  if (!isShared) return 'NOT_SHARED'
  const state = dutyStanding({ duty: 'DECISION_REPORT', from: decidedOn }, today)?.state
  return state === 'DUE' || state === 'DUE_SOON' ? 'WITHIN_PERIOD' : 'NONE'
}

function namedBasis(code: string, on: string): { readonly name: string; readonly document: string | null } {
  const entry = codeEntry(codeSet('unreported-bases'), code, on)
  const document = entry?.document
  return { name: entry?.name ?? code, document: typeof document === 'string' ? document : null }
}

import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionBehind } from '../../exchange/feed/feedEvent.ts'
import type { DeskQuestion, DivisionDesks } from '../divisionDesks.ts'

/** The two families of 双公示, with the field that lists them and its filter's type. */
export const publicityFamilies = {
  permits: { field: 'permits', filterType: 'AdministrativePermitFilter' },
  penalties: { field: 'penalties', filterType: 'AdministrativePenaltyFilter' },
} as const

export type PublicityFamily = keyof typeof publicityFamilies

/** Decisions of one family that were made in a month. */
export interface MonthDecisions {
  /** Day of the decision (YYYY-MM-DD) by record: everything that stands or was repaired, as the bureau knows it. */
  readonly all: ReadonlyMap<string, string>
  /** Those that other government bodies may know. */
  readonly shared: ReadonlySet<string>
  /** Those that anyone may know. */
  readonly open: ReadonlySet<string>
}

/** As whom the hub counts: what it counts is told as numbers. */
export const COUNTING: CallerClaims = { caller: 'hub', role: 'INSPECTOR' }
const SHARED: CallerClaims = { caller: 'hub', role: 'CREDIT_PLATFORM' }
const PAGE = 200

interface ListPage {
  readonly nodes: readonly { readonly recordId: string; readonly decidedOn: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** Reads the decisions of a month, as the bureau, as a government body and as anyone. @param month YYYY-MM */
export async function monthDecisions(
  desks: Pick<DivisionDesks, 'ask'>,
  family: PublicityFamily,
  month: string,
  limits: Pick<DeskQuestion, 'millis' | 'signal'>,
): Promise<MonthDecisions | { readonly behind: DivisionBehind }> {
  const until = performance.now() + limits.millis
  const list = async (caller: CallerClaims, recordState: string): Promise<Map<string, string>> => {
    const found = new Map<string, string>()
    for (let after: string | null = null; ; ) {
      const variables = { filter: { ...daysOf(month), recordState }, first: PAGE, after }
      const asked = {
        division: 'market-order',
        caller,
        text: textOf(family),
        variables,
        signal: limits.signal,
      } as const
      const answer = await desks.ask({ ...asked, millis: until - performance.now() })
      if ('behind' in answer) throw new Behind(answer.behind)
      const { list: page } = answer.data as { list: ListPage | null }
      for (const { recordId, decidedOn } of page?.nodes ?? []) found.set(recordId, decidedOn)
      if (page?.pageInfo.hasNextPage !== true) return found
      after = page.pageInfo.endCursor
    }
  }
  try {
    const [current, repaired, shared, open] = await Promise.all([
      list(COUNTING, 'CURRENT'),
      list(COUNTING, 'REPAIRED'),
      list(SHARED, 'CURRENT'),
      list(anonymous, 'CURRENT'),
    ])
    return { all: new Map([...current, ...repaired]), shared: new Set(shared.keys()), open: new Set(open.keys()) }
  } catch (error) {
    if (error instanceof Behind) return { behind: error.division }
    throw error
  }
}

class Behind extends Error {
  constructor(readonly division: DivisionBehind) {
    super(division.code)
  }
}

function daysOf(month: string): { decidedFrom: string; decidedTo: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { decidedFrom: `${month}-01`, decidedTo: `${month}-${last}` }
}

function textOf(family: PublicityFamily): string {
  const { field, filterType } = publicityFamilies[family]
  return `query Decisions($filter: ${filterType}, $first: Int, $after: String) {
    list: ${field}(filter: $filter, first: $first, after: $after) {
      nodes { recordId decidedOn } pageInfo { hasNextPage endCursor } } }`
}

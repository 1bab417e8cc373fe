import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { scopeOf } from '../agreements/scopeOf.ts'
import { type Holding, holdingAfter, holdingId } from './holding.ts'
import type { OpenWithdrawal } from './holdings.ts'
import type { LedgerPage } from './ledgerPage.ts'
import type { EndedEvent } from './pageSender.ts'

export interface EndedPart {
  readonly ended: readonly EndedEvent[]
  /** What the partner has, kept up to date. */
  readonly held: Map<string, Holding>
  /** What it has to withdraw. */
  readonly open: ReadonlyMap<string, OpenWithdrawal>
}

/** What a partner has of other terms is as good as nothing that these know. */
const OTHER_TERMS = ''

/** What a partner has after events of a page have ended, and the withdrawals that it has confirmed by them. */
export function endedHoldings(
  { id, version: current, terms }: Pick<ExchangeAgreement, 'id' | 'version' | 'terms'>,
  page: Pick<LedgerPage, 'number' | 'terms'>,
  { ended, held, open }: EndedPart,
): { readonly changed: readonly Holding[]; readonly confirmed: readonly string[] } {
  const at = new Date()
  const changed = new Map<string, Holding>()
  const confirmed: string[] = []
  for (const { event, outcome, isUntried = false } of ended) {
    const { recordId, family, version } = event
    const scope = page.terms === current ? scopeOf(terms, family) : OTHER_TERMS
    const under = { agreement: id, page: page.number, terms: page.terms, scope, at, isUntried }
    // Content that goes out again ends what was to be withdrawn before it.
    if (outcome === 'ACCEPTED' && (open.get(recordId)?.version ?? version + 1) <= version)
      confirmed.push(holdingId(id, recordId))
    const holding = holdingAfter(held.get(recordId), event, outcome, under)
    if (holding === undefined) continue
    changed.set(recordId, holding)
    held.set(recordId, holding)
  }
  return { changed: [...changed.values()], confirmed }
}

/** What a venture's contract says of the parties' cooperation, as stored. */
export interface CooperationFields {
  form: string
  cooperationTerms?: string
  profitSharing?: string
  riskSharing?: string
}

const REQUIRED = {
  COOPERATION_TERMS: 'cooperationTerms',
  PROFIT_SHARING: 'profitSharing',
  RISK_SHARING: 'riskSharing',
} as const

export type CooperationTerm = keyof typeof REQUIRED

/**
 * The terms that a cooperative venture's contract must lay down and that are not on file; none for an equity venture,
 * whose parties share by their contributions. Recovery of investment ahead of time is agreed or not, so never missing.
 */
export function missingTerms(venture: CooperationFields): CooperationTerm[] {
  if (venture.form !== 'COOPERATIVE') return []
  const terms = Object.entries(REQUIRED) as [CooperationTerm, (typeof REQUIRED)[CooperationTerm]][]
  return terms.filter(([, field]) => (venture[field] ?? '').trim() === '').map(([term]) => term)
}

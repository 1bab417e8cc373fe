import type { Decision } from '../../access/decision.ts'
import type { AgreementTerms } from './agreementTerms.ts'

/** One version of an agreement as it is stored: proposed by one person, decided by another, never changed after. */
export interface AgreementVersion {
  /** `agreement:version`, so that a version is given once. */
  readonly _id: string
  readonly agreement: string
  readonly version: number
  /** `END`: from its approval on nothing is sent any more, and what stands at the partner is withdrawn. */
  readonly kind: 'TERMS' | 'END'
  readonly terms: AgreementTerms
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decision: Decision | null
}

/** An agreement as it holds on a day. */
export interface ExchangeAgreement {
  readonly id: string
  readonly version: number
  readonly terms: AgreementTerms
  /** `ENDED`: nothing new is sent; what was sent is withdrawn. */
  readonly standing: 'IN_FORCE' | 'ENDED'
}

/**
 * The agreement as it holds on a day: by the last version that was approved. Undefined where none was, and before its
 * first day. @param today YYYY-MM-DD
 */
export function agreementOn(versions: readonly AgreementVersion[], today: string): ExchangeAgreement | undefined {
  const approved = versions.filter(({ decision }) => decision?.outcome === 'APPROVED')
  const last = approved.toSorted((a, b) => b.version - a.version)[0]
  if (last === undefined || (last.kind === 'TERMS' && today < last.terms.from)) return undefined
  const { agreement: id, version, terms, kind } = last
  return { id, version, terms, standing: kind === 'END' || today > terms.to ? 'ENDED' : 'IN_FORCE' }
}

/** The version that waits for its second person: the last one, as long as nobody has decided it. */
export function openProposal(versions: readonly AgreementVersion[]): AgreementVersion | undefined {
  const last = versions.toSorted((a, b) => b.version - a.version)[0]
  return last?.decision === null ? last : undefined
}

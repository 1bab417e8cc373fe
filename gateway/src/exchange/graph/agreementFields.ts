import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { AgreementTerms } from '../agreements/agreementTerms.ts'
import { type AgreementVersion, agreementOn, openProposal } from '../agreements/exchangeAgreement.ts'

/** Terms as the graph has them: a schedule is two fields of its own. */
export function toldTerms({ schedule, ...terms }: AgreementTerms): object {
  return { ...terms, ...schedule }
}

/** Terms that the graph was given, as they are proposed: what is null was not given. */
export function givenTerms(input: Readonly<Record<string, unknown>>): object {
  const { cron, days, ...terms } = withoutNulls(input) as { cron?: string; days?: string }
  return cron === undefined ? terms : { ...terms, schedule: { cron, days } }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined)
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNulls(inner)]))
}

/** A version as GraphQL type AgreementVersion. */
export function toldVersion({ decision, terms, ...version }: AgreementVersion): object {
  const decided = decision && { outcome: decision.outcome, decidedBy: decision.by, decidedAt: decision.at }
  return { ...version, ...decided, terms: toldTerms(terms) }
}

/** An agreement as GraphQL type ExchangeAgreement; undefined where there is none. */
export function toldAgreement(versions: readonly AgreementVersion[], now: Date): object | undefined {
  const [first] = versions
  if (first === undefined) return undefined
  const present = agreementOn(versions, shanghaiDate(now))
  const proposal = openProposal(versions)
  return {
    id: first.agreement,
    partner: first.terms.partner,
    standing: present?.standing ?? 'NOT_IN_FORCE',
    version: present?.version,
    terms: present && toldTerms(present.terms),
    proposal: proposal && toldVersion(proposal),
    versions: versions.map(toldVersion),
  }
}

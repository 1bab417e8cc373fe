import { HubError } from '@hub/schema/errors/HubError'
import { type AgreementVersion, agreementOn, type ExchangeAgreement } from '../agreements/exchangeAgreement.ts'

/** Agreements that a partner reads, by their versions. */
export type PartnerAgreements = readonly (readonly AgreementVersion[])[]

export interface PullChoice {
  /** The agreement that the partner has named; undefined for none. */
  readonly named: string | undefined
  readonly isPaused: (agreement: string) => Promise<boolean>
  /** YYYY-MM-DD. */
  readonly today: string
}

/**
 * The agreement that a partner reads by: the one that it names, or the only one in force. An agreement binds from its first
 * day on and for good: one that is paused or has ended gives nobody back to his own claims. Undefined where none binds.
 * @throws HubError HUB_AGREEMENT_UNKNOWN, HUB_AGREEMENT_NOT_IN_FORCE, HUB_AGREEMENT_UNNAMED
 */
export async function pulledAgreement(
  agreements: PartnerAgreements,
  { named, isPaused, today }: PullChoice,
): Promise<ExchangeAgreement | undefined> {
  if (named !== undefined) {
    const versions = agreements.find(([first]) => first?.agreement === named)
    // Whether there is an agreement of another partner is nothing that he may know.
    if (versions === undefined) throw new HubError('HUB_AGREEMENT_UNKNOWN')
    const agreement = agreementOn(versions, today)
    if (agreement === undefined || (await isPaused(agreement.id))) throw notInForce([named])
    return agreement
  }
  const binding = agreements.flatMap((versions) => agreementOn(versions, today) ?? [])
  const paused = new Map(await Promise.all(binding.map(async ({ id }) => [id, await isPaused(id)] as const)))
  const running = binding.filter(({ id, standing }) => standing === 'IN_FORCE' && !paused.get(id))
  if (running.length > 1)
    throw new HubError('HUB_AGREEMENT_UNNAMED', undefined, { details: { agreements: running.map(({ id }) => id) } })
  const [only] = running
  if (only !== undefined || binding.length === 0) return only
  const [last, ...others] = binding
  // What it has by the only one that there is, it learns to give up without naming it.
  if (last !== undefined && others.length === 0 && !paused.get(last.id)) return last
  throw notInForce(binding.map(({ id }) => id))
}

/** @param agreements those that give nothing now */
export function notInForce(agreements: readonly string[]): HubError {
  return new HubError('HUB_AGREEMENT_NOT_IN_FORCE', undefined, { details: { agreements } })
}

import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { AgreementStore } from '../agreements/agreementStore.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { DeliveryLedger } from '../delivery/deliveryLedger.ts'
import { type PartnerAgreements, pulledAgreement } from './pulledAgreement.ts'

export interface PullAgreementsParts {
  readonly agreements: Pick<AgreementStore, 'pulledBy'>
  readonly ledger: Pick<DeliveryLedger, 'cursorOf'> | undefined
}

/** For so long agreements are not looked up again: as with deliveries, a decision takes effect within seconds. */
const KNOWN_MILLIS = 1_000
/** Partners that are remembered. */
const MOST_KNOWN = 1_000

const REFUSALS: ReadonlySet<string> = new Set(['HUB_AGREEMENT_UNNAMED', 'HUB_AGREEMENT_NOT_IN_FORCE'])

/** Finds the agreement that binds what a caller reads of changes. */
export class PullAgreements {
  private readonly known = new Map<string, { readonly at: number; readonly found: Promise<PartnerAgreements> }>()

  constructor(private readonly parts: PullAgreementsParts) {}

  /**
   * The agreement that a caller reads by; undefined for one whom none binds.
   * @throws HubError HUB_AGREEMENT_UNKNOWN for one that is not his, HUB_AGREEMENT_NOT_IN_FORCE, HUB_AGREEMENT_UNNAMED
   */
  async of(caller: CallerClaims, named?: string): Promise<ExchangeAgreement | undefined> {
    // Agreements are with platforms, and are read as such.
    const agreements = caller.role === 'CREDIT_PLATFORM' ? await this.agreementsOf(caller.unit ?? caller.caller) : []
    const { ledger } = this.parts
    const isPaused = async (id: string): Promise<boolean> => ((await ledger?.cursorOf(id))?.paused ?? null) !== null
    return pulledAgreement(agreements, { named, isPaused, today: shanghaiDate(new Date()) })
  }

  /** @throws HubError HUB_AGREEMENT_BINDS for a caller whom an agreement binds: there is another way for him */
  async refuseBound(caller: CallerClaims): Promise<void> {
    const isBound = await this.of(caller).then((agreement) => agreement !== undefined, isOfAgreements)
    if (isBound) throw new HubError('HUB_AGREEMENT_BINDS')
  }

  private agreementsOf(partner: string): Promise<PartnerAgreements> {
    const now = Date.now()
    const known = this.known.get(partner)
    if (known !== undefined && now - known.at < KNOWN_MILLIS) return known.found
    if (this.known.size >= MOST_KNOWN) this.known.clear()
    const found = this.parts.agreements.pulledBy(partner)
    // What could not be looked up is looked up by the next one.
    found.catch(() => this.known.delete(partner))
    this.known.set(partner, { at: now, found })
    return found
  }
}

/** Whether it is agreements that refuse. Which one, or when again, helps nobody where he is told to go another way. */
function isOfAgreements(error: unknown): boolean {
  if (error instanceof HubError && REFUSALS.has(error.code)) return true
  throw error
}

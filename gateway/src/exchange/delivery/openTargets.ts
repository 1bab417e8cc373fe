import { HubError } from '@hub/schema/errors/HubError'
import { formatOf } from '../agreements/agreementTerms.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { PartnerSecrets } from '../secrets/partnerSecrets.ts'
import type { DeliveryTarget } from './deliveryTarget.ts'

/** Opens the target of an agreement with the texts of its secrets, the newest first. */
export type OpenTargetWith = (agreement: ExchangeAgreement, secrets: readonly string[]) => Promise<DeliveryTarget>

interface OpenedTarget {
  readonly key: string
  readonly target: DeliveryTarget
}

/** Targets of agreements, kept open until the agreement or one of its secrets changes. */
export class OpenTargets {
  private readonly opened = new Map<string, OpenedTarget>()

  /** @param byFormat how targets of each format are opened; others are not delivered by the worker */
  constructor(
    private readonly byFormat: ReadonlyMap<string, OpenTargetWith>,
    private readonly secrets: Pick<PartnerSecrets, 'textsOf'>,
  ) {}

  /** Whether an agreement's events are delivered by the worker. */
  has({ terms }: ExchangeAgreement): boolean {
    return this.byFormat.has(formatOf(terms))
  }

  /** @throws HubError BAD_USER_INPUT for a format that the worker does not deliver */
  async of(agreement: ExchangeAgreement): Promise<DeliveryTarget> {
    const { id, version, terms } = agreement
    const texts = await this.secrets.textsOf(terms.secretIds)
    const key = JSON.stringify([version, texts])
    const known = this.opened.get(id)
    if (known?.key === key) return known.target
    const open = this.byFormat.get(formatOf(terms))
    if (open === undefined) throw new HubError('BAD_USER_INPUT', `${formatOf(terms)} 不由推送任务报送`)
    await known?.target.close()
    const target = await open(agreement, texts)
    this.opened.set(id, { key, target })
    return target
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map(({ target }) => target.close()))
    this.opened.clear()
  }
}

import type { Delivery, DeliveryTarget, TargetAnswer } from '../delivery/deliveryTarget.ts'
import { readReceipt } from '../receipts/deliveryReceipt.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'
import { AskedHoldings } from './askedHoldings.ts'
import { deliveryMessage, MEDIA_TYPE } from './deliveryMessage.ts'
import type { PartnerConnection } from './partnerConnection.ts'
import { type WebhookScheme, webhookHeaders } from './webhookSignature.ts'

export interface WebhookPartner {
  readonly connection: PartnerConnection
  /** Where it is asked what it holds. */
  readonly digests?: PartnerConnection | undefined
  readonly keys: readonly Buffer[]
  readonly schemes: readonly WebhookScheme[]
}

/** A partner that takes Standard Webhooks, as a target of deliveries. */
export class WebhookTarget implements DeliveryTarget {
  constructor(private readonly partner: WebhookPartner) {}

  async deliver(delivery: Delivery): Promise<TargetAnswer> {
    const { connection, keys, schemes } = this.partner
    const message = deliveryMessage(delivery)
    const headers = { 'content-type': MEDIA_TYPE, ...webhookHeaders({ ...message, keys, schemes }, new Date()) }
    const answer = await connection.post({ headers, body: message.body })
    if (answer.kind !== 'TAKEN') return answer
    const ids = delivery.events.map(({ id }) => id)
    return { kind: 'TAKEN', receipt: readReceipt(answer.body, ids) }
  }

  holdings(families: readonly string[]): PartnerHoldings | undefined {
    const { digests, keys, schemes } = this.partner
    return digests && new AskedHoldings(digests, { keys, schemes }, families)
  }

  async close(): Promise<void> {
    const { connection, digests } = this.partner
    await Promise.all([connection.close(), digests?.close()])
  }
}

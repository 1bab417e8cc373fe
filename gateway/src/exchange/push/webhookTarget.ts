import type { Delivery, DeliveryTarget, TargetAnswer } from '../delivery/deliveryTarget.ts'
import { readReceipt } from '../receipts/deliveryReceipt.ts'
import { deliveryMessage } from './deliveryMessage.ts'
import type { PartnerClient } from './partnerClient.ts'

/** A partner that takes Standard Webhooks, as a target of deliveries. */
export class WebhookTarget implements DeliveryTarget {
  constructor(private readonly client: PartnerClient) {}

  async deliver(delivery: Delivery): Promise<TargetAnswer> {
    const answer = await this.client.send(deliveryMessage(delivery))
    if (answer.kind !== 'TAKEN') return answer
    const ids = delivery.events.map(({ id }) => id)
    return { kind: 'TAKEN', receipt: readReceipt(answer.body, ids) }
  }

  close(): Promise<void> {
    return this.client.close()
  }
}

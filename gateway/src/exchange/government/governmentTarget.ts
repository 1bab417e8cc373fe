import { randomUUID } from 'node:crypto'
import type { Delivery, DeliveryTarget, TargetAnswer } from '../delivery/deliveryTarget.ts'
import { cloudEvent } from '../push/deliveryMessage.ts'
import type { PartnerConnection } from '../push/partnerConnection.ts'
import { governmentAnswer } from './governmentAnswer.ts'
import { type GovernmentKey, type GovernmentScheme, governmentQuery } from './governmentSignature.ts'

export interface GovernmentPartner {
  readonly connection: PartnerConnection
  readonly key: GovernmentKey
  readonly scheme: GovernmentScheme
}

/** A platform behind a government gateway, as a target of deliveries. */
export class GovernmentTarget implements DeliveryTarget {
  constructor(private readonly partner: GovernmentPartner) {}

  async deliver({ id, events }: Delivery): Promise<TargetAnswer> {
    const { connection, key, scheme } = this.partner
    const body = JSON.stringify({ id, events: events.map(cloudEvent) })
    const query = governmentQuery({ key, scheme, nonce: randomUUID(), body }, new Date())
    const headers = { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': id }
    const answer = await connection.post({ headers, body, query })
    if (answer.kind !== 'TAKEN') return answer
    return governmentAnswer(
      answer.body,
      events.map((event) => event.id),
    )
  }

  close(): Promise<void> {
    return this.partner.connection.close()
  }
}

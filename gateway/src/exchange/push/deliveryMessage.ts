import type { Delivery } from '../delivery/deliveryTarget.ts'
import type { OutgoingEvent } from './outgoingEvent.ts'

export const MEDIA_TYPE = 'application/cloudevents-batch+json; charset=utf-8'

/** A delivery as it is posted. */
export interface DeliveryMessage {
  /** `webhook-id`. */
  readonly id: string
  /** JSON: a batch of CloudEvents 1.0, in the order in which they are to be taken in. */
  readonly body: string
}

/** One event as CloudEvents 1.0 has it; the id is the key by which a repetition is known. */
export function cloudEvent(event: OutgoingEvent): object {
  const {
    id,
    division,
    sequence,
    kind,
    family,
    recordId,
    subjectId,
    version,
    recordedAt,
    effectiveOn,
    formerSubjectId,
  } = event
  return {
    specversion: '1.0',
    id,
    source: `urn:commerce-credit:${division}`,
    type: `commerce-credit.record.${kind.toLowerCase()}`,
    ...(subjectId === '' ? {} : { subject: subjectId }),
    time: recordedAt,
    datacontenttype: 'application/json',
    data: {
      kind,
      division,
      sequence,
      family,
      record: recordId,
      subjectId,
      ...(formerSubjectId == null ? {} : { formerSubjectId }),
      version,
      effectiveOn,
      ...(event.reason === undefined ? {} : { reason: event.reason }),
      content: event.record,
    },
  }
}

/** A delivery as a batch of CloudEvents. */
export function deliveryMessage({ id, events }: Delivery): DeliveryMessage {
  return { id, body: JSON.stringify(events.map(cloudEvent)) }
}

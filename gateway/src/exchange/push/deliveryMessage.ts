import { hash } from 'node:crypto'
import type { OutgoingEvent } from './outgoingEvent.ts'

export const MEDIA_TYPE = 'application/cloudevents-batch+json; charset=utf-8'

/** A delivery as it is posted. */
export interface DeliveryMessage {
  /** `webhook-id`: the same whenever the same events go together. */
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
    subject: subjectId,
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

/** @param isClosed whether a record is known to have been closed by a later change: its content does not go out any more */
export function deliveryMessage(
  agreement: string,
  events: readonly OutgoingEvent[],
  isClosed: (event: OutgoingEvent) => boolean = () => false,
): DeliveryMessage {
  const id = `msg_${hash('sha256', [agreement, ...events.map((event) => event.id)].join('\n')).slice(0, 32)}`
  const shown = events.map((event) => (isClosed(event) ? { ...event, record: null } : event))
  return { id, body: JSON.stringify(shown.map(cloudEvent)) }
}

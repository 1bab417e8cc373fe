import { hash } from 'node:crypto'
import { isClosing } from '@hub/gateway/exchange/agreements/agreementScope'
import type { HeldEntry } from '@hub/gateway/exchange/reconciliation/tree/heldEntry'
import type { Refusal } from './behaviour.ts'
import type { DeliveredEvent } from './deliveredEvents.ts'

/** What the partner answers about one delivery: accepted by id, refused row by row with 原因. */
export interface PartnerReceipt {
  readonly deliveryId: string
  readonly accepted: readonly string[]
  readonly refused: readonly { readonly id: string; readonly reason: string }[]
  /** How many of the accepted it had before. */
  readonly repeated: number
}

/** A delivery as it would be answered, the events in it that are new, and those that are not. */
export interface Judgement {
  readonly receipt: PartnerReceipt
  readonly fresh: readonly DeliveredEvent[]
  readonly repeats: readonly DeliveredEvent[]
}

/** The newest version that the partner has of a record; of a withdrawn one it has no content any more. */
export interface HeldRecord {
  readonly version: number
  readonly kind: string
  readonly family: string | undefined
  readonly subjectId: string | undefined
  readonly isWithdrawn: boolean
}

/** What the partner has taken: told apart by event id, so that a repeat changes nothing. */
export class HeldEvents {
  private readonly digests = new Map<string, string>()
  readonly records = new Map<string, HeldRecord>()
  repeats = 0
  refused = 0
  /** Ids that came again with another content. */
  readonly conflicts = new Set<string>()
  /** Ids of events that came after a newer version of the same record. */
  readonly outdated = new Set<string>()

  get size(): number {
    return this.digests.size
  }

  /** Judges a delivery without taking it. */
  judge(deliveryId: string, events: readonly DeliveredEvent[], refuse: readonly Refusal[]): Judgement {
    const accepted: string[] = []
    const refused: { id: string; reason: string }[] = []
    const fresh = new Map<string, DeliveredEvent>()
    const repeats: DeliveredEvent[] = []
    for (const event of events) {
      if (this.digests.has(event.id) || fresh.has(event.id)) repeats.push(event)
      else {
        const reason = refuse.find((rule) => isMeant(rule, event))?.reason
        if (reason !== undefined) {
          refused.push({ id: event.id, reason })
          continue
        }
        fresh.set(event.id, event)
      }
      accepted.push(event.id)
    }
    const receipt = { deliveryId, accepted, refused, repeated: repeats.length }
    return { receipt, fresh: [...fresh.values()], repeats }
  }

  /** Counts what a judgement says beside the new events. */
  count({ receipt, repeats }: Judgement): void {
    this.repeats += repeats.length
    this.refused += receipt.refused.length
    for (const event of repeats) {
      const digest = this.digests.get(event.id)
      if (digest !== undefined && digest !== digestOf(event)) this.conflicts.add(event.id)
    }
  }

  /** Takes an event that has been stored. @returns false when it was there already */
  take(event: DeliveredEvent): boolean {
    if (this.digests.has(event.id)) return false
    this.digests.set(event.id, digestOf(event))
    this.keepRecord(event)
    return true
  }

  /** Records of some families that it has and that are not withdrawn. */
  *standing(families: readonly string[]): Iterable<HeldEntry> {
    for (const [record, { version, family = '', subjectId, isWithdrawn }] of this.records)
      if (!isWithdrawn && families.includes(family)) yield { record, version, family, subjectId }
  }

  /** Digest over the sorted ids: two sets are the same when theirs are. */
  setDigest(): string {
    return hash('sha256', [...this.digests.keys()].sort().join('\n'))
  }

  private keepRecord({ id, data: { record, version, kind = '', family, subjectId } }: DeliveredEvent): void {
    if (record === undefined || version === undefined) return
    const held = this.records.get(record)
    if (held !== undefined && held.version > version) {
      this.outdated.add(id)
      return
    }
    this.records.set(record, { version, kind, family, subjectId, isWithdrawn: isClosing({ kind }) })
  }
}

function isMeant(rule: Refusal, { id, data }: DeliveredEvent): boolean {
  return (
    (rule.id ?? id) === id &&
    (['record', 'subjectId', 'family'] as const).every((name) => (rule[name] ?? data[name]) === data[name])
  )
}

function digestOf(event: DeliveredEvent): string {
  return hash('sha256', JSON.stringify(event))
}

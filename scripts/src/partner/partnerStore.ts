import { join } from 'node:path'
import { z } from 'zod'
import type { Refusal } from './behaviour.ts'
import type { DeliveredEvent } from './deliveredEvents.ts'
import { HeldEvents, type PartnerReceipt } from './heldEvents.ts'
import { type LinePlace, PartnerLog } from './partnerLog.ts'

const lineSchema = z.object({
  deliveryId: z.string(),
  receivedAt: z.string(),
  event: z.looseObject({ id: z.string(), data: z.looseObject({}) }),
})

/** An event as it was taken. */
export type TakenEvent = z.output<typeof lineSchema>

export interface TakenPage {
  readonly total: number
  readonly events: readonly TakenEvent[]
  /** To be given as `after` for the next page; undefined at the end. */
  readonly next?: number
}

/** What the partner has received: every event once, in the order it came, in `received.jsonl` of a folder. */
export class PartnerStore {
  readonly held = new HeldEvents()
  private readonly places: LinePlace[] = []
  private log: PartnerLog | undefined

  /** Opens the folder, with what an earlier process has stored there. */
  static async open(folder: string): Promise<PartnerStore> {
    const store = new PartnerStore()
    store.log = await PartnerLog.open(join(folder, 'received.jsonl'), (text, place) => {
      store.keep(lineSchema.parse(JSON.parse(text)).event as DeliveredEvent, place)
    })
    return store
  }

  /** Stores what is new in a delivery. @returns its receipt, once everything accepted is on disk */
  async receive(
    deliveryId: string,
    events: readonly DeliveredEvent[],
    refuse: readonly Refusal[],
  ): Promise<PartnerReceipt> {
    const judgement = this.held.judge(deliveryId, events, refuse)
    const receivedAt = new Date().toISOString()
    const { log } = this
    if (log === undefined) throw new Error('the store is closed')
    const lines = judgement.fresh.map(async (event) => ({
      event,
      place: await log.append(JSON.stringify({ deliveryId, receivedAt, event })),
    }))
    for (const { event, place } of await Promise.all(lines)) this.keep(event, place)
    this.held.count(judgement)
    return judgement.receipt
  }

  /** @param after how many events the reader has already, in the order they came */
  async page(after: number, first: number): Promise<TakenPage> {
    const end = Math.min(this.places.length, after + first)
    const texts = await Promise.all(this.places.slice(after, end).map((place) => this.log?.read(place)))
    const events = texts.map((text) => lineSchema.parse(JSON.parse(text ?? '')))
    return { total: this.places.length, events, ...(end < this.places.length ? { next: end } : {}) }
  }

  async close(): Promise<void> {
    const { log } = this
    this.log = undefined
    await log?.close()
  }

  /** An event that two deliveries brought at the same time stands in the file twice, and counts once. */
  private keep(event: DeliveredEvent, place: LinePlace): void {
    if (this.held.take(event)) this.places.push(place)
  }
}

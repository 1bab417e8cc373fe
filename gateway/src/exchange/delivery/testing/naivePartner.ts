import type { OutgoingEvent } from '../../push/outgoingEvent.ts'
import type { Delivery, DeliveryTarget, TargetAnswer } from '../deliveryTarget.ts'

export type Mood = 'WELL' | 'FAILS' | 'LOSES_ANSWERS' | 'REFUSES_BATCHES' | 'REFUSES_ENDS' | 'ANSWERS_IN_PART'

/** A partner in memory: takes each event id once, and says what is wrong with what it is sent. */
export class NaivePartner implements DeliveryTarget {
  mood: Mood = 'WELL'
  readonly faults: string[] = []
  /** Records that it was told to give up and was never sent. */
  readonly strangers = new Set<string>()
  /** By record, what it has now; content null once it was withdrawn. */
  readonly records = new Map<string, { version: number; content: OutgoingEvent['record'] }>()
  readonly ids = new Map<string, string>()
  deliveries = 0
  /** Events that came once more. */
  repeats = 0
  /** How long it takes in what it is sent, in milliseconds. */
  takesMillis = () => Math.random() * 3
  /** Records that it was sent, whatever it said to that: of these it may be told. */
  private readonly shown = new Set<string>()

  /** @param subjects the only ones of which it may hear */
  constructor(private readonly subjects?: readonly string[]) {}

  async deliver({ id, events }: Delivery): Promise<TargetAnswer> {
    this.deliveries += 1
    const { mood } = this
    await new Promise((resolve) => setTimeout(resolve, this.takesMillis()))
    for (const { recordId, record } of events) if (record !== null) this.shown.add(recordId)
    if (mood === 'FAILS') return { kind: 'FAILED', reason: 'told to' }
    if (mood === 'REFUSES_BATCHES' && events.length > 1) return { kind: 'MALFORMED', reason: 'one by one' }
    if (mood === 'ANSWERS_IN_PART') return this.takeFirst(events)
    const refused = new Set(
      events.flatMap(({ id: own, record }) => (mood === 'REFUSES_ENDS' && record === null ? [own] : [])),
    )
    for (const event of events) if (!refused.has(event.id)) this.take(event)
    if (mood === 'LOSES_ANSWERS') return { kind: 'FAILED', reason: `answer to ${id} lost` }
    const outcomeOf = (own: string) => ({ outcome: refused.has(own) ? 'REFUSED' : 'ACCEPTED' }) as const
    return { kind: 'TAKEN', receipt: { outcomeOf, missing: [] } }
  }

  async close(): Promise<void> {}

  /** Takes the first of several and does not speak of the others. */
  private takeFirst([first, ...others]: readonly OutgoingEvent[]): TargetAnswer {
    if (first === undefined || others.length === 0) return { kind: 'FAILED', reason: 'one alone' }
    this.take(first)
    const missing = others.map(({ id }) => id)
    return { kind: 'TAKEN', receipt: { outcomeOf: () => ({ outcome: 'ACCEPTED' }), missing } }
  }

  private take(event: OutgoingEvent): void {
    const what = `${event.recordId} ${event.version}`
    for (const subject of [event.subjectId, event.formerSubjectId ?? event.subjectId])
      if (this.subjects?.includes(subject) === false) this.faults.push(`${what} told of ${subject}`)
    const known = this.ids.get(event.id)
    if (known !== undefined) {
      this.repeats += 1
      if (known !== what) this.faults.push(`id ${event.id} was ${known} and is ${what}`)
      return
    }
    this.ids.set(event.id, what)
    const before = this.records.get(event.recordId)
    if (before !== undefined && before.version > event.version) this.faults.push(`${what} after ${before.version}`)
    if (!this.shown.has(event.recordId) && event.record === null && event.reason !== undefined)
      this.strangers.add(event.recordId)
    this.records.set(event.recordId, { version: event.version, content: event.record })
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { SubjectOrder } from '../push/subjectOrder.ts'
import type { RowOutcome } from '../receipts/deliveryReceipt.ts'
import { deliveryId } from './deliveryId.ts'
import type { Delivery, DeliveryTarget, TargetAnswer } from './deliveryTarget.ts'
import type { PartnerBreaker } from './partnerBreaker.ts'

/** What became of one event. */
export interface EndedEvent {
  readonly event: OutgoingEvent
  readonly outcome: RowOutcome
  /** 原因, where it was not accepted. */
  readonly reason?: string | undefined
  /** Whether it is known that nobody has tried to send it. */
  readonly isUntried?: boolean
}

export interface SenderParts {
  readonly agreement: string
  readonly target: DeliveryTarget
  readonly placeOf: Delivery['placeOf']
  readonly breaker: PartnerBreaker
  /** False when nothing further may be sent: lease lost, paused, stopping. */
  readonly goOn: () => boolean
  /** From then on what is not taken is a dead letter. */
  readonly giveUpAt: Date
  /** Records that later changes have closed: their content goes out no more. Asked before whatever is not sent at once. */
  readonly closedSince: () => Promise<ReadonlySet<string>>
  /** Keeps what became of a delivery's events; they are settled when it resolves. `isLast`: all others are. */
  readonly keep: (delivery: string, ended: readonly EndedEvent[], isLast: boolean) => Promise<void>
  readonly batch: number
  readonly parallel: number
  readonly onFailure?: (reason: string) => void
  /** Told of events just before they are sent. */
  readonly onAttempt?: (events: readonly OutgoingEvent[]) => void
}

const UNANSWERED_MILLIS = 500

/** Sends one page of events: in order within each subject, several subjects beside each other. */
export class PageSender {
  private readonly order = new SubjectOrder()
  private isLate: boolean
  private fault: unknown

  /** @param isAgain whether the page was begun before: then time may have passed since it was written */
  constructor(
    private readonly parts: SenderParts,
    isAgain: boolean,
  ) {
    this.isLate = isAgain
  }

  /** @returns whether all events are settled; false when it had to stop before */
  async send(events: readonly OutgoingEvent[]): Promise<boolean> {
    const { batch, parallel, goOn } = this.parts
    for (const event of events) this.order.add(event)
    const underWay = new Set<Promise<void>>()
    while (this.order.size > 0 && this.mayGoOn(goOn)) {
      while (underWay.size < parallel) {
        const next = this.order.take(batch)
        if (next.length === 0) break
        const work: Promise<void> = this.deliver(next)
          .catch((error) => {
            this.fault ??= error
          })
          .finally(() => underWay.delete(work))
        underWay.add(work)
      }
      if (underWay.size === 0) break
      await Promise.race(underWay)
    }
    await Promise.all(underWay)
    if (this.fault !== undefined) throw this.fault
    return this.order.size === 0
  }

  private mayGoOn(goOn: () => boolean): boolean {
    return this.fault === undefined && goOn()
  }

  private async deliver(events: readonly OutgoingEvent[]): Promise<void> {
    const { agreement, breaker, giveUpAt } = this.parts
    for (let left = events; left.length > 0; ) {
      if (!(await breaker.admit(() => this.mayGoOn(this.parts.goOn)))) return
      const begunAt = Date.now()
      const ids = left.map(({ id }) => id)
      const id = deliveryId(agreement, ids)
      const answer = await this.attempt(id, left, begunAt)
      if (answer.kind === 'TAKEN') {
        breaker.succeeded()
        const missing = new Set(answer.receipt.missing)
        const ended = left.filter((event) => !missing.has(event.id))
        await this.settle(
          id,
          ended.map((event) => ({ event, ...answer.receipt.outcomeOf(event.id) })),
        )
        left = left.filter((event) => missing.has(event.id))
        // A receipt that does not speak of an event is asked for again, not at once.
        if (left.length > 0) await delay(UNANSWERED_MILLIS)
      } else if (answer.kind === 'MALFORMED') {
        breaker.succeeded()
        if (left.length > 1) return this.deliverHalves(left)
        return this.settle(
          id,
          left.map((event) => ({ event, outcome: 'DEAD', reason: answer.reason })),
        )
      } else {
        breaker.failed(begunAt, answer.retryAfterMillis)
        this.isLate = true
        this.parts.onFailure?.(answer.reason)
      }
      if (left.length > 0 && new Date() >= giveUpAt) {
        const reason = answer.kind === 'FAILED' ? answer.reason : '未答复 / no receipt'
        return this.settle(
          id,
          left.map((event) => ({ event, outcome: 'DEAD', reason })),
        )
      }
    }
  }

  private async attempt(id: string, events: readonly OutgoingEvent[], begunAt: number): Promise<TargetAnswer> {
    try {
      const shown = await this.shown(events)
      this.parts.onAttempt?.(events)
      const { target, placeOf } = this.parts
      return await target.deliver({ id, events: shown, placeOf })
    } catch (error) {
      // Ours and not the partner's, but whoever waits for the attempt must not wait for ever.
      this.parts.breaker.failed(begunAt)
      throw error
    }
  }

  /** Finds the event that cannot be taken; the order within the batch stays. */
  private async deliverHalves(events: readonly OutgoingEvent[]): Promise<void> {
    const middle = Math.ceil(events.length / 2)
    await this.deliver(events.slice(0, middle))
    if (events.slice(0, middle).some(({ id }) => this.order.has(id))) return
    await this.deliver(events.slice(middle))
  }

  private async shown(events: readonly OutgoingEvent[]): Promise<readonly OutgoingEvent[]> {
    if (!this.isLate) return events
    const closed = await this.parts.closedSince()
    return events.map((event) => (closed.has(event.recordId) ? { ...event, record: null } : event))
  }

  private async settle(delivery: string, ended: readonly EndedEvent[]): Promise<void> {
    if (ended.length === 0) return
    await this.parts.keep(delivery, ended, this.order.size === ended.length)
    this.order.settle(ended.map(({ event }) => event.id))
  }
}

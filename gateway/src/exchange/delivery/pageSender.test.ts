import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { readReceipt } from '../receipts/deliveryReceipt.ts'
import type { Delivery, TargetAnswer } from './deliveryTarget.ts'
import { type EndedEvent, PageSender, type SenderParts } from './pageSender.ts'
import { PartnerBreaker } from './partnerBreaker.ts'

const HOUR = 3_600_000

function eventOf(number: number, subject: number): OutgoingEvent {
  const facts = { division: 'trade', kind: 'CREATED', family: 'liquor-filings', version: 1, effectiveOn: null } as const
  const record = { __typename: 'LiquorOperatorRecord', number }
  const ids = { id: `e${number}`, recordId: `R${number}`, subjectId: `S${subject}` }
  return { ...facts, ...ids, sequence: number, recordedAt: '2026-11-27T00:00:00.000Z', record }
}

/** Sends a page to a target, and tells what it was sent and what became of it. */
async function sent(
  events: readonly OutgoingEvent[],
  answer: (delivery: Delivery, attempt: number) => TargetAnswer,
  more: Partial<SenderParts> = {},
) {
  const deliveries: Delivery[] = []
  const ended: EndedEvent[] = []
  const parts: SenderParts = {
    agreement: 'a',
    target: {
      deliver: async (delivery) => {
        deliveries.push(delivery)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 2))
        return answer(delivery, deliveries.length)
      },
      close: async () => undefined,
    },
    placeOf: () => 0,
    breaker: new PartnerBreaker(Date.now, () => 1),
    goOn: () => true,
    giveUpAt: new Date(Date.now() + HOUR),
    closedSince: async () => new Set(),
    keep: async (_, some) => {
      ended.push(...some)
    },
    batch: 4,
    parallel: 3,
    ...more,
  }
  const isWhole = await new PageSender(parts, false).send(events)
  const outcomes = Object.fromEntries(ended.map(({ event, outcome }) => [event.id, outcome]))
  return { deliveries, ended, outcomes, isWhole }
}

const receiptOf = ({ events }: Delivery, body: object = {}): TargetAnswer => ({
  kind: 'TAKEN',
  receipt: readReceipt(
    JSON.stringify(body),
    events.map(({ id }) => id),
  ),
})
const FAILED: TargetAnswer = { kind: 'FAILED', reason: 'HTTP 503' }

test('keeps the order of each subject, whatever fails, and sends the same events under the same id again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (subjects, fails) => {
        const events = subjects.map((subject, number) => eventOf(number, subject))
        const { deliveries, ended, isWhole } = await sent(events, (delivery, attempt) =>
          fails[attempt - 1] ? FAILED : receiptOf(delivery),
        )
        expect(isWhole).toBe(true)
        expect(ended.map(({ event }) => event.id).sort()).toEqual(events.map(({ id }) => id).sort())
        for (const subject of new Set(subjects)) {
          const taken = ended
            .filter(({ event }) => event.subjectId === `S${subject}`)
            .map(({ event }) => event.sequence)
          expect(taken).toEqual([...taken].sort((one, other) => one - other))
        }
        const texts = new Map(deliveries.map(({ id, events: some }) => [id, JSON.stringify(some)]))
        for (const { id, events: some } of deliveries) expect(JSON.stringify(some)).toBe(texts.get(id))
      },
    ),
    { numRuns: 60 },
  )
})

test('of a batch that cannot be taken only the event at fault is a dead letter', async () => {
  const events = Array.from({ length: 11 }, (_, number) => eventOf(number, number % 2))
  const isBad = ({ events: some }: Delivery) => some.some(({ id }) => id === 'e6')
  const { outcomes, ended } = await sent(events, (delivery) =>
    isBad(delivery) ? { kind: 'MALFORMED', reason: 'HTTP 400' } : receiptOf(delivery),
  )
  expect(Object.keys(outcomes)).toHaveLength(11)
  expect(ended.filter(({ outcome }) => outcome === 'DEAD')).toMatchObject([{ event: { id: 'e6' }, reason: 'HTTP 400' }])
})

test('an event that a receipt leaves out is sent again; one that it refuses is not', async () => {
  const events = [eventOf(1, 1), eventOf(2, 2), eventOf(3, 3)]
  const { deliveries, outcomes } = await sent(events, (delivery, attempt) =>
    attempt === 1
      ? receiptOf(delivery, { accepted: ['e1'], refused: [{ id: 'e2', reason: '格式不符' }] })
      : receiptOf(delivery),
  )
  expect(outcomes).toEqual({ e1: 'ACCEPTED', e2: 'REFUSED', e3: 'ACCEPTED' })
  expect(deliveries.map(({ events: some }) => some.length)).toEqual([3, 1])
})

test('what is not taken in time is a dead letter, and nothing is sent once it may not go on', async () => {
  const late = await sent([eventOf(1, 1)], () => FAILED, { giveUpAt: new Date() })
  expect(late.ended).toMatchObject([{ outcome: 'DEAD', reason: 'HTTP 503' }])
  const stopped = await sent([eventOf(1, 1)], () => FAILED, { goOn: () => false })
  expect([stopped.isWhole, stopped.deliveries]).toEqual([false, []])
})

test('content that was closed while it waited does not go out any more', async () => {
  const { deliveries } = await sent(
    [eventOf(1, 1), eventOf(2, 1)],
    (delivery, attempt) => (attempt === 1 ? FAILED : receiptOf(delivery)),
    { closedSince: async () => new Set(['R2']) },
  )
  expect(deliveries.map(({ events }) => events.map(({ record }) => record === null))).toEqual([
    [false, false],
    [false, true],
  ])
})

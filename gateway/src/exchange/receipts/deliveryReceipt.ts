import { z } from 'zod'

/** What became of one event at a partner; `OVERTAKEN`: it has a newer version, so this one was not sent. */
export type RowOutcome = 'ACCEPTED' | 'REFUSED' | 'OVERTAKEN' | 'DEAD'

/** One row of a receipt. */
export interface ReceiptRow {
  readonly eventId: string
  readonly recordId: string
  readonly version: number
  readonly outcome: RowOutcome
  /** 原因, as the partner gave it. */
  readonly reason?: string | undefined
}

/** What a partner's answer says, event by event. */
export interface ReadReceipt {
  readonly outcomeOf: (eventId: string) => Pick<ReceiptRow, 'outcome' | 'reason'>
  /** Events that the receipt does not speak of: it does not close, and must not be taken for one. */
  readonly missing: readonly string[]
}

const answer = z.object({
  accepted: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), reason: z.string().default('未说明 / none given') })).default([]),
})

/**
 * Reads a partner's answer to a delivery: JSON `{ accepted: [id], refused: [{ id, reason }] }`. A receiver that knows
 * nothing of receipts says "2xx" and with that accepts everything.
 */
export function readReceipt(body: string, sent: readonly string[]): ReadReceipt {
  const parsed = answer.safeParse(asJson(body))
  if (!parsed.success) return { outcomeOf: () => ({ outcome: 'ACCEPTED' }), missing: [] }
  const accepted = new Set(parsed.data.accepted)
  const refused = new Map(parsed.data.refused.map(({ id, reason }) => [id, reason.slice(0, 500)]))
  const outcomeOf = (id: string) =>
    refused.has(id) ? ({ outcome: 'REFUSED', reason: refused.get(id) } as const) : ({ outcome: 'ACCEPTED' } as const)
  return { outcomeOf, missing: sent.filter((id) => !accepted.has(id) && !refused.has(id)) }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

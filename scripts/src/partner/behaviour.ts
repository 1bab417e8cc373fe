import { z } from 'zod'

const refusal = z
  .strictObject({
    id: z.string().optional(),
    record: z.string().optional(),
    subjectId: z.string().optional(),
    family: z.string().optional(),
    /** 原因, given back in the receipt. */
    reason: z.string().min(1),
  })
  .refine(
    ({ id, record, subjectId, family }) => [id, record, subjectId, family].some((value) => value !== undefined),
    'must name an id, a record, a subject or a family',
  )

export type Refusal = z.output<typeof refusal>

/** How the partner treats what comes; told by whoever tests a sender. */
export const behaviourSchema = z.strictObject({
  /** Answers with this status and takes nothing. */
  status: z.int().min(400).max(599).optional(),
  /** `Retry-After` of such an answer, in seconds. */
  retryAfterSeconds: z.int().min(0).optional(),
  /** Answers so much later. */
  delayMillis: z.int().min(0).max(120_000).default(0),
  /** Takes everything and cuts the connection instead of answering. */
  loseAnswers: z.boolean().default(false),
  /** Deliveries for which the above holds; until told otherwise when absent. */
  times: z.int().min(1).optional(),
  /** Rows that are refused; holds until told otherwise. */
  refuse: z.array(refusal).max(1_000).default([]),
})

export type Behaviour = z.output<typeof behaviourSchema>

export const goodBehaviour: Behaviour = behaviourSchema.parse({})

/** The behaviour after one more delivery. */
export function afterDelivery(behaviour: Behaviour): Behaviour {
  if (behaviour.times === undefined) return behaviour
  if (behaviour.times > 1) return { ...behaviour, times: behaviour.times - 1 }
  return { ...goodBehaviour, refuse: behaviour.refuse }
}

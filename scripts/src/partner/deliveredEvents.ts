import { z } from 'zod'

const facts = z.looseObject({
  kind: z.string().optional(),
  family: z.string().optional(),
  subjectId: z.string().optional(),
  record: z.string().optional(),
  version: z.int().optional(),
})

/** A change as CloudEvents 1.0 carries it: what is about the record stands in `data`. */
const event = z.looseObject({ id: z.string().min(1), data: facts.default({}) })

const body = z.union([z.array(event), z.object({ events: z.array(event) }), event])

export type DeliveredEvent = z.output<typeof event>

/**
 * The events in a delivery's body: one, a list (`application/cloudevents-batch+json`), or `{ "events": [...] }`.
 * @returns undefined when it is none of them
 */
export function deliveredEvents(text: string): DeliveredEvent[] | undefined {
  const parsed = body.safeParse(asJson(text))
  if (!parsed.success) return undefined
  if (Array.isArray(parsed.data)) return parsed.data
  return Array.isArray(parsed.data.events) ? (parsed.data.events as DeliveredEvent[]) : [parsed.data as DeliveredEvent]
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

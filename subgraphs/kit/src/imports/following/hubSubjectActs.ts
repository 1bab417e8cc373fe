import { z } from 'zod'
import { askHub, type HubAddress } from '../linking/askHub.ts'
import type { ReadActs } from './subjectAct.ts'

const REQUEST_MS = 10_000

/** Asks for acts from a number on, as many as a page has. */
export const subjectActsQuery = `query SubjectActs($from: Int!) {
  subjectActs(filter: { numberFrom: $from }, orderBy: { field: NUMBER, direction: ASC }, first: 100) {
    nodes { number kind subjectId survivorId successorIds undoes effectiveOn }
  }
}`

const data = z.object({
  subjectActs: z.object({
    nodes: z.array(
      z.object({
        number: z.number().int(),
        kind: z.enum(['MERGE', 'SPLIT', 'UNDO']),
        subjectId: z.string(),
        survivorId: z.string().nullish(),
        successorIds: z.array(z.string()).nullish(),
        undoes: z.number().int().nullish(),
        effectiveOn: z.string(),
      }),
    ),
  }),
})

/** Reads the acts of the subject index through the hub. */
export function hubSubjectActs(hub: HubAddress): ReadActs {
  return async (from) => {
    const { subjectActs } = await askHub(hub, {
      query: subjectActsQuery,
      variables: { from },
      data,
      withinMs: REQUEST_MS,
    })
    return subjectActs.nodes
  }
}

import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { askHub, type HubAddress } from './askHub.ts'

/** A subject of the index, as far as linking by hand must know it. */
export interface FoundSubject {
  subjectId: string
  recordState: string
  /** The subject that it was merged into. */
  mergedIntoId?: string | null | undefined
}

/**
 * Asks the index for a subject by its id; undefined where there is none.
 * @throws HubError HUB_DIVISION_UNAVAILABLE when the index cannot be asked
 */
export type FindSubject = (subjectId: string) => Promise<FoundSubject | undefined>

const REQUEST_MS = 10_000
const QUERY = 'query FindSubject($id: ID!) { enterprise(subjectId: $id) { subjectId recordState mergedIntoId } }'

const data = z.object({
  enterprise: z
    .object({ subjectId: z.string(), recordState: z.string(), mergedIntoId: z.string().nullish() })
    .nullable(),
})

/** Finds subjects through the hub, as the division's service identity. */
export function hubFindSubject(hub: HubAddress): FindSubject {
  return async (subjectId) => {
    try {
      const found = await askHub(hub, { query: QUERY, variables: { id: subjectId }, data, withinMs: REQUEST_MS })
      return found.enterprise ?? undefined
    } catch (error) {
      const cause = error instanceof Error ? { cause: error } : {}
      throw new HubError('HUB_DIVISION_UNAVAILABLE', '信用主体库暂时不可用，请稍后再关联', cause)
    }
  }
}

import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import { askHub, type HubAddress } from './askHub.ts'

/** A subject that a row may be about, and why; for a person to decide. */
export interface LinkCandidate {
  subjectId: string
  name?: string | null | undefined
  uscc?: string | null | undefined
  why?: string | null | undefined
}

/** The subject index's word on one row; UNAVAILABLE: it could not be asked; REFUSED: a person has said that it errs. */
export interface LinkAnswer {
  outcome: 'LINKED' | 'NO_MATCH' | 'SEVERAL' | 'NAME_DISAGREES' | 'UNAVAILABLE' | 'REFUSED'
  subjectId?: string | undefined
  candidates: LinkCandidate[]
}

/** Asks the subject index about rows; answers in their order and never throws. */
export type SubjectLinker = (identities: readonly SubjectIdentity[]) => Promise<LinkAnswer[]>

/** Identities that one request to the hub carries; market-order takes 1,000. */
const KEYS_PER_REQUEST = 500
const REQUEST_MS = 20_000

/** Asks whom identities name. */
export const resolveSubjectsQuery = `query ResolveSubjects($keys: [SubjectKey!]!) {
  resolveSubjects(keys: $keys) { outcome subjectId candidates { subjectId name uscc why } }
}`

const text = z.string().nullish()
const answerData = z.object({
  resolveSubjects: z.array(
    z.object({
      outcome: z.enum(['LINKED', 'NO_MATCH', 'SEVERAL', 'NAME_DISAGREES']),
      subjectId: text,
      candidates: z.array(z.object({ subjectId: z.string(), name: text, uscc: text, why: text })).nullish(),
    }),
  ),
})

/**
 * Links through the hub as the division's service identity. While the hub or the index is down every row is answered
 * UNAVAILABLE: it waits and is asked again.
 * @param onFailure hears why the index could not be asked
 */
export function hubLinker(hub: HubAddress, onFailure: (error: unknown) => void): SubjectLinker {
  const ask = async (identities: readonly SubjectIdentity[]): Promise<LinkAnswer[]> => {
    try {
      return await resolved(hub, identities)
    } catch (error) {
      onFailure(error)
      return identities.map(() => ({ outcome: 'UNAVAILABLE', candidates: [] }))
    }
  }
  return async (identities) => {
    const answers: LinkAnswer[] = []
    for (let from = 0; from < identities.length; from += KEYS_PER_REQUEST) {
      answers.push(...(await ask(identities.slice(from, from + KEYS_PER_REQUEST))))
    }
    return answers
  }
}

async function resolved(hub: HubAddress, identities: readonly SubjectIdentity[]): Promise<LinkAnswer[]> {
  const { resolveSubjects } = await askHub(hub, {
    query: resolveSubjectsQuery,
    variables: { keys: identities },
    data: answerData,
    withinMs: REQUEST_MS,
  })
  if (resolveSubjects.length !== identities.length) {
    throw new HubError('HUB_DIVISION_FAILED', 'The subject index answered another number of rows than it was asked')
  }
  return resolveSubjects.map(({ outcome, subjectId, candidates }) => ({
    outcome,
    subjectId: subjectId ?? undefined,
    candidates: candidates ?? [],
  }))
}

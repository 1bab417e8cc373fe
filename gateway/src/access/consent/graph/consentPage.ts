import type { mongo } from 'mongoose'
import { z } from 'zod'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../../graph/connectionOf.ts'
import { databaseLimits } from '../../../graph/databaseLimits.ts'
import { decodeCursor, encodeCursor } from '../../../graph/opaqueCursor.ts'
import { pageSize } from '../../../graph/pageSize.ts'
import type { Consent, ConsentState } from '../consent.ts'
import type { ConsentStore } from '../consentStore.ts'
import { type ConsentView, consentView } from './consentView.ts'

export interface ConsentPageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly state?: ConsentState | null
}

const place = z.tuple([z.coerce.date(), z.string()])

/** Dates of the states of what has come into force; an agreement has by its approval. */
const dates = (today: string) => ({
  NOT_YET: { from: { $gt: today } },
  IN_FORCE: { from: { $lte: today }, to: { $gte: today } },
  ENDED: { to: { $lt: today } },
})

function inState(state: ConsentState | null | undefined, today: string): mongo.Filter<Consent> {
  if (state === null || state === undefined) return {}
  if (state === 'REVOKED') return { revokedAt: { $ne: null } }
  if (state === 'REJECTED') return { revokedAt: null, 'decision.outcome': 'REJECTED' }
  if (state === 'PROPOSED')
    return { revokedAt: null, grantor: { $exists: false }, decision: { $exists: false } } as mongo.Filter<Consent>
  const $or = [{ grantor: { $exists: true } }, { 'decision.outcome': 'APPROVED' as const }]
  return { revokedAt: null, $or, ...dates(today)[state] }
}

/** A page of the consents that meet a condition, the latest first. */
export async function consentPage(
  store: ConsentStore,
  asked: { readonly of: mongo.Filter<Consent>; readonly subjectId: string | undefined },
  { first, after, state }: ConsentPageArguments,
  context: InProcessContext,
): Promise<Connection<ConsentView>> {
  const size = pageSize(first)
  const reached = decodeCursor(place, after)
  const today = store.today()
  const conditions = [asked.of, inState(state, today)]
  if (reached !== undefined) {
    const [givenAt, _id] = reached
    conditions.push(
      { givenAt: { $lte: givenAt } },
      { $or: [{ givenAt: { $lt: givenAt } }, { givenAt, _id: { $lt: _id } }] },
    )
  }
  const found = await store.consents
    .find({ $and: conditions }, databaseLimits(context))
    .sort({ givenAt: -1, _id: -1 })
    .limit(size + 1)
    .toArray()
  const consents = found.slice(0, size)
  return connectionOf({
    nodes: consents.map((consent) => consentView(consent, { subjectId: asked.subjectId, today })),
    cursors: consents.map(({ givenAt, _id }) => encodeCursor([givenAt.toISOString(), _id])),
    hasNextPage: found.length > size,
    hasPreviousPage: reached !== undefined,
  })
}

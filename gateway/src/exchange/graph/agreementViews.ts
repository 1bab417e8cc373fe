import { z } from 'zod'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../graph/connectionOf.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import { decodeCursor, encodeCursor } from '../../graph/opaqueCursor.ts'
import { pageSize } from '../../graph/pageSize.ts'
import type { AgreementStore } from '../agreements/agreementStore.ts'
import { toldAgreement } from './agreementFields.ts'

const place = z.tuple([z.string()])

/** Resolver of `ExchangeViews.agreements`: by id. */
export function agreementPage(store: AgreementStore) {
  return async (
    _: unknown,
    { first, after }: { readonly first?: number | null; readonly after?: string | null },
    context: InProcessContext,
  ): Promise<Connection<object>> => {
    const size = pageSize(first)
    const [reached] = decodeCursor(place, after) ?? []
    const limits = databaseLimits(context)
    const ids = await store.ids(limits)
    const following = reached === undefined ? ids : ids.filter((id) => id > reached)
    const page = following.slice(0, size)
    const now = new Date()
    const nodes = await Promise.all(
      page.map(async (id) => toldAgreement(await store.versionsOf(id, limits), now) ?? {}),
    )
    return connectionOf({
      nodes,
      cursors: page.map((id) => encodeCursor([id])),
      hasNextPage: following.length > size,
      hasPreviousPage: reached !== undefined,
    })
  }
}

/** Resolver of `ExchangeViews.agreement`. */
export function agreementById(store: AgreementStore) {
  return async (_: unknown, { id }: { readonly id: string }, context: InProcessContext) =>
    toldAgreement(await store.versionsOf(id, databaseLimits(context)), new Date())
}

import { HubError } from '@hub/schema/errors/HubError'
import type { mongo } from 'mongoose'
import { z } from 'zod'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../../graph/connectionOf.ts'
import { databaseLimits } from '../../../graph/databaseLimits.ts'
import { forwardPage } from '../../../graph/forwardPage.ts'
import { decodeCursor } from '../../../graph/opaqueCursor.ts'
import { pageSize } from '../../../graph/pageSize.ts'
import type { ExchangeStores } from '../../exchangeStores.ts'
import type { Comparison, ReconciliationRun, RunDifference } from './reconciliationRun.ts'
import { countOf } from './reconciliationRun.ts'

interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
}

const lastRun = z.tuple([z.coerce.date(), z.string()])
const lastDifference = z.tuple([z.string()])
const none = { nodes: [], cursors: [], hasNextPage: false, hasPreviousPage: false }

/** Resolver of `ExchangeAgreement.fullReconciliations`: the latest first. */
export function reconciliationPage({ deliveries }: ExchangeStores) {
  return async (
    { id: agreement }: { readonly id: string },
    { first, after }: PageArguments,
    context: InProcessContext,
  ): Promise<Connection<object>> => {
    const size = pageSize(first)
    const [at, _id] = decodeCursor(lastRun, after) ?? []
    if (deliveries === undefined) return connectionOf<never>(none)
    const further: mongo.Filter<ReconciliationRun> =
      at && _id ? { $or: [{ at: { $lt: at } }, { at, _id: { $lt: _id } }] } : {}
    const found = await deliveries.reconciliations.runs
      .find({ agreement, ...further }, databaseLimits(context))
      .sort({ at: -1, _id: -1 })
      .limit(size + 1)
      .toArray()
    const placeOf = (run: ReconciliationRun) => [run.at.toISOString(), run._id]
    return forwardPage(found, { size, isFurther: at !== undefined, placeOf, told: toldRun })
  }
}

/** Resolver of `ExchangeViews.fullReconciliation`. */
export function reconciliationById({ deliveries }: ExchangeStores) {
  return async (_: unknown, { id }: { readonly id: string }, context: InProcessContext) => {
    const run = await deliveries?.reconciliations.find(id, databaseLimits(context))
    if (!run)
      throw new HubError('BAD_USER_INPUT', `没有这次对账 / there is no such reconciliation: ${id.slice(0, 100)}`)
    return toldRun(run)
  }
}

/** Resolvers of `FullReconciliation` that ask the database. */
export function runFields({ deliveries }: ExchangeStores) {
  return {
    sent: ({ id }: { readonly id: string }, _: unknown, context: InProcessContext) =>
      deliveries?.reconciliations.differences.countDocuments(
        { run: id, sentAt: { $ne: null } },
        databaseLimits(context),
      ),
    differences: async (
      { id: run }: { readonly id: string },
      { first, after }: PageArguments,
      context: InProcessContext,
    ): Promise<Connection<RunDifference>> => {
      const size = pageSize(first)
      const [reached] = decodeCursor(lastDifference, after) ?? []
      if (deliveries === undefined) return connectionOf<never>(none)
      const found = await deliveries.reconciliations.differences
        .find({ run, ...(reached === undefined ? {} : { _id: { $gt: reached } }) }, databaseLimits(context))
        .sort({ _id: 1 })
        .limit(size + 1)
        .toArray()
      const isFurther = reached !== undefined
      return forwardPage(found, { size, isFurther, placeOf: ({ _id }) => [_id], told: (difference) => difference })
    },
  }
}

/** A run as GraphQL type FullReconciliation. */
export function toldRun({ _id: id, found, after, ...run }: ReconciliationRun): object {
  const last = after ?? found
  return {
    id,
    ...run,
    found: found && toldComparison(found),
    after: after && toldComparison(after),
    closes: last && countOf(last) === 0,
  }
}

function toldComparison({ differences: { MISSING, SURPLUS, OLDER, NEWER }, ...facts }: Comparison): object {
  return { ...facts, missing: MISSING, surplus: SURPLUS, older: OLDER, newer: NEWER }
}

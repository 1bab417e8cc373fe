import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import type { ReplayRequest } from '../delivery/replayRequests.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { readCursor } from '../feed/feedCursor.ts'
import { actor, reasonOf } from './agreementMutations.ts'
import { deliveryStatus } from './deliveryStatus.ts'

interface Reasoned {
  readonly agreement: string
  readonly reason: string
}

/** Modes by which the worker delivers, and what else can be paused. */
const DELIVERED = ['PUSH', 'FRONT_DATABASE']
const PAUSED = [...DELIVERED, 'PULL']

/** Mutations about deliveries under way; none of them opens anything, so one person does them. */
export function deliveryMutations({ agreements, deliveries, running }: ExchangeStores) {
  const storesFor = async (agreement: string, modes = DELIVERED): Promise<DeliveryStores> => {
    const last = (await agreements.versionsOf(agreement)).at(-1)
    if (last === undefined)
      throw new HubError('BAD_USER_INPUT', `没有这个协议 / there is no such agreement: ${agreement.slice(0, 100)}`)
    // The way of an agreement stays, so every version says it.
    if (!modes.includes(last.terms.mode)) throw new HubError('HUB_AGREEMENT_NOT_DELIVERED')
    if (deliveries === undefined) throw new HubError('HUB_EXCHANGE_KEYS_MISSING')
    return deliveries
  }
  const replay = async (
    { agreement, reason }: Reasoned,
    { caller }: InProcessContext,
    what: Pick<ReplayRequest, 'what' | 'cursor'>,
  ): Promise<object> => {
    const by = actor(caller, 'DELIVERY_REPEAT')
    const { ledger, replays } = await storesFor(agreement)
    // What dies of the page under way is not older than the request, and belongs to the next one.
    const before = (await ledger.cursorOf(agreement)).page + 1
    const { _id: id, ...request } = await replays.add({ agreement, ...what, before, by, reason: reasonOf(reason) })
    return { id, ...request }
  }
  const pause = (isPaused: boolean) => {
    return async (_: unknown, { agreement, reason }: Reasoned, { caller }: InProcessContext): Promise<object> => {
      const by = actor(caller, 'DELIVERY_PAUSE')
      const stores = await storesFor(agreement, PAUSED)
      const paused = { by, at: new Date(), reason: reasonOf(reason) }
      await stores.ledger.pause(agreement, isPaused ? paused : null)
      return deliveryStatus(stores, running, agreement)
    }
  }
  return {
    pauseDelivery: pause(true),
    resumeDelivery: pause(false),
    replayDeadLetters: (_: unknown, given: Reasoned, context: InProcessContext) =>
      replay(given, context, { what: 'DEAD_LETTERS', cursor: null }),
    replayFrom: (
      _: unknown,
      { cursor, ...given }: Reasoned & { readonly cursor?: string | null },
      context: InProcessContext,
    ) => {
      readCursor(cursor ?? undefined)
      return replay(given, context, { what: 'CURSOR', cursor: cursor || null })
    },
  }
}

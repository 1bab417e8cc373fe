import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import type { mongo } from 'mongoose'
import { Reconciliations } from '../reconciliation/full/reconciliations.ts'
import { DeadLetters } from './deadLetters.ts'
import { DeliveryLedger } from './deliveryLedger.ts'
import { Holdings } from './holdings.ts'
import { ReplayRequests } from './replayRequests.ts'

/** What is kept of deliveries in the hub's database. */
export interface DeliveryStores {
  readonly ledger: DeliveryLedger
  readonly holdings: Holdings
  readonly deadLetters: DeadLetters
  readonly replays: ReplayRequests
  readonly reconciliations: Reconciliations
}

export function deliveryStores(db: mongo.Db, sealer: ByteSealer): DeliveryStores {
  const ledger = new DeliveryLedger(db, sealer)
  return {
    ledger,
    holdings: new Holdings(db),
    deadLetters: new DeadLetters(db, ledger),
    replays: new ReplayRequests(db),
    reconciliations: new Reconciliations(db),
  }
}

/** Builds what the stores are asked by; safe in several processes at once. */
export async function prepareDeliveries(stores: DeliveryStores): Promise<void> {
  await Promise.all(Object.values(stores).map((store: { buildIndexes(): Promise<void> }) => store.buildIndexes()))
}

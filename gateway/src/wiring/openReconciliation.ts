import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import type { GatewayEnvironment } from '../environment.ts'
import { ReconciliationMetrics } from '../exchange/reconciliation/alarms/reconciliationMetrics.ts'
import { RECONCILIATION_LEASE_MS, ReconciliationWatch } from '../exchange/reconciliation/alarms/reconciliationWatch.ts'
import type { HubMetrics } from '../metrics/hubMetrics.ts'
import type { HubStores } from './openStores.ts'

export interface ReconciliationSources {
  readonly stores: HubStores
  readonly metrics: HubMetrics
  readonly logger: Logger
}

/** Opens what reconciles unasked; nothing where the hub has no database. Opened after what delivers and writes files. */
export function openReconciliation(
  { RECONCILIATION_EVERY_MS: everyMillis }: GatewayEnvironment,
  { stores: { database, exchange }, metrics, logger }: ReconciliationSources,
): { close(): Promise<void> } {
  if (database === undefined || exchange === undefined) return { close: async () => undefined }
  const lease = new Lease(
    database.db.collection<LeaseDocument>('exchange_leases'),
    'reconciliation',
    RECONCILIATION_LEASE_MS,
  )
  new ReconciliationMetrics(metrics.registry, exchange.alarms)
  const watch = new ReconciliationWatch({ stores: exchange, lease, everyMillis, logger })
  watch.start()
  return watch
}

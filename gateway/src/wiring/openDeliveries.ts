import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import type { GatewayEnvironment } from '../environment.ts'
import { DeliveryMetrics } from '../exchange/delivery/deliveryMetrics.ts'
import { prepareDeliveries } from '../exchange/delivery/deliveryStores.ts'
import { DeliveryWorkers } from '../exchange/delivery/deliveryWorkers.ts'
import { LedgerRetention } from '../exchange/delivery/ledgerRetention.ts'
import { OpenTargets, type OpenTargetWith } from '../exchange/delivery/openTargets.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { openFrontDatabase } from '../exchange/frontDatabase/openFrontDatabase.ts'
import { openGovernment } from '../exchange/government/openGovernment.ts'
import { PullWatch } from '../exchange/pull/pullWatch.ts'
import { openWebhook } from '../exchange/push/openWebhook.ts'
import type { HubMetrics } from '../metrics/hubMetrics.ts'
import type { HubStores } from './openStores.ts'

/** Longer than one look takes. */
const RETENTION_LEASE_MS = 3_600_000

export interface DeliverySources {
  readonly stores: HubStores
  readonly feed: FeedReader
  readonly metrics: HubMetrics
  readonly logger: Logger
}

/** What delivers; it begins once it can ask its stores. */
export interface HubDeliveries {
  /** Answers for what is on its way, and lets nothing begin. */
  close(): Promise<void>
}

/** Opens what delivers by agreements; nothing where the hub has no database, or no keys for the exchange. */
export function openDeliveries(
  environment: GatewayEnvironment,
  { stores: { database, exchange }, feed, metrics, logger }: DeliverySources,
): HubDeliveries {
  const deliveries = exchange?.deliveries
  if (database === undefined || exchange === undefined || deliveries === undefined)
    return { close: async () => undefined }
  const byFormat = new Map<string, OpenTargetWith>([
    ['WEBHOOK', openWebhook(environment)],
    ['GOVERNMENT_GATEWAY', openGovernment(environment, logger)],
    ['MONGODB', openFrontDatabase(environment)],
    ['SQL', openFrontDatabase(environment)],
  ])
  const leases = database.db.collection<LeaseDocument>('exchange_leases')
  const workers = new DeliveryWorkers({
    ...deliveries,
    feed,
    agreements: exchange.agreements,
    leases,
    retention: new LedgerRetention({
      stores: deliveries,
      lease: new Lease(leases, 'retention', RETENTION_LEASE_MS),
      keptDays: environment.DELIVERY_KEPT_DAYS,
    }),
    attemptMillis: environment.DELIVERY_DEADLINE_MS,
    targets: new OpenTargets(byFormat, exchange.secrets),
    onFault: (err, agreement) => logger.error({ err, agreement }, 'delivery'),
  })
  const watch = new PullWatch({
    agreements: exchange.agreements,
    feed,
    stores: deliveries,
    leases,
    onFault: (err, agreement) => logger.error({ err, agreement }, 'withdrawals of who reads'),
  })
  Object.assign(exchange.running, { feed, workers })
  new DeliveryMetrics(metrics.registry, workers, deliveries, watch)
  const start = (): void => {
    workers.start()
    watch.start()
  }
  const started = prepareDeliveries(deliveries).then(
    () => start(),
    // A database that is out now: the indexes are built by whoever starts next, deliveries do not wait for them.
    (err) => {
      logger.error({ err }, 'delivery')
      start()
    },
  )
  return {
    close: async () => {
      await started
      await Promise.all([workers.stop(), watch.stop()])
    },
  }
}

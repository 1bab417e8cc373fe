import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import type { GatewayEnvironment } from '../environment.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { FileRuns } from '../exchange/files/runs/fileRuns.ts'
import { FILING_LEASE_MS, keepFiling } from '../exchange/files/runs/keepFiling.ts'
import { fileSettings } from '../exchange/files/runs/reportSettings.ts'
import type { HubStores } from './openStores.ts'

export interface FileSources {
  readonly stores: HubStores
  readonly feed: FeedReader
  readonly logger: Logger
}

/** Opens what writes files by agreements; nothing where the hub has no database, or the settings name no reporter. */
export function openFiles(
  environment: GatewayEnvironment,
  { stores, feed, logger }: FileSources,
): { close(): Promise<void> } {
  const { database, exchange } = stores
  const settings = fileSettings(environment)
  if (database === undefined || exchange === undefined || settings === undefined)
    return { close: async () => undefined }
  const { agreements, files: log } = exchange
  const leases = database.db.collection<LeaseDocument>('exchange_leases')
  const onFault = (err: unknown): void => logger.error({ err }, 'files')
  log.buildIndexes().catch(onFault)
  const runs = new FileRuns({ agreements, log, feed, settings, logger })
  exchange.running.files = runs
  return keepFiling({ runs, lease: new Lease(leases, 'files', FILING_LEASE_MS), onFault })
}

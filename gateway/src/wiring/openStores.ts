import { openRedis } from '@hub/schema/redis/openRedis'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import type { Logger } from 'pino'
import { type HubDatabase, openHubDatabase } from '../database/openHubDatabase.ts'
import type { GatewayEnvironment } from '../environment.ts'
import type { EvidenceLedger } from '../evidence/ledger/evidenceLedger.ts'
import { openEvidence } from '../evidence/openEvidence.ts'
import { refusePlaces } from '../exchange/agreements/refusePlaces.ts'
import { exchangeSealer } from '../exchange/exchangeKeys.ts'
import { type ExchangeStores, exchangeStores } from '../exchange/exchangeStores.ts'

/** What the hub keeps itself; nothing where its settings name no database. */
export interface HubStores {
  readonly database: HubDatabase | undefined
  /** Evidence in that database. */
  readonly ledger: EvidenceLedger | undefined
  /** Agreements and what goes out by them. */
  readonly exchange: ExchangeStores | undefined
  /** Where several hubs count together. */
  readonly redis: RedisConnection | undefined
  close(): Promise<void>
}

/** Opens the hub's database and its ledger of evidence; a database that is out now is waited for by whoever needs it. */
export async function openStores(environment: GatewayEnvironment, logger: Logger): Promise<HubStores> {
  const database = openHubDatabase(environment)
  const exchange =
    database &&
    exchangeStores(
      database.db,
      exchangeSealer(environment),
      (terms) => refusePlaces(environment, terms),
      environment.DELIVERY_KEPT_DAYS,
    )
  const ledger = database && (await openEvidence(database, environment, logger))
  const redis = await openRedis(environment.REDIS_URL, logger)
  const close = async (): Promise<void> => {
    redis?.close()
    await ledger?.close()
    await database?.close()
  }
  return { database, ledger, exchange, redis, close }
}

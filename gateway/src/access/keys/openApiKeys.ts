import { createSecretKey } from 'node:crypto'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import type { HubDatabase } from '../../database/openHubDatabase.ts'
import type { GatewayEnvironment } from '../../environment.ts'
import { ApiKeyActs } from './apiKeyActs.ts'
import { ApiKeyStore } from './apiKeyStore.ts'
import { ApiKeyVerifier } from './apiKeyVerifier.ts'
import { LoginGuard } from './loginGuard.ts'
import { SharedPauses } from './sharedPauses.ts'

/** The keys of services: who shows one, and what is done with them. */
export interface ApiKeys {
  readonly verifier: ApiKeyVerifier
  readonly acts: ApiKeyActs
}

/** Undefined where the hub has no database, or no secret to key their hashes with: then no API key holds. */
export function openApiKeys(
  environment: GatewayEnvironment,
  database: HubDatabase | undefined,
  redis?: RedisConnection,
): ApiKeys | undefined {
  const { API_KEY_SECRET, DATABASE_DEADLINE_MS } = environment
  if (database === undefined || API_KEY_SECRET === undefined) return undefined
  const hubSecret = createSecretKey(Buffer.from(API_KEY_SECRET, 'utf8'))
  const store = new ApiKeyStore(database.db, DATABASE_DEADLINE_MS)
  const verifier = new ApiKeyVerifier({
    store,
    hubSecret,
    guard: new LoginGuard({ shared: redis && new SharedPauses(redis) }),
    limits: {
      addresses: environment.API_KEY_ADDRESS_LIMIT,
      windowMillis: environment.API_KEY_ADDRESS_MINUTES * 60_000,
      inFlight: environment.API_KEY_REQUEST_LIMIT,
      idleMillis: environment.API_KEY_IDLE_DAYS * 24 * 60 * 60_000,
    },
  })
  return { verifier, acts: new ApiKeyActs({ store, hubSecret, verifier }) }
}

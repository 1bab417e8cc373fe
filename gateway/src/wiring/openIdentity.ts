import { SharedNonces } from '@hub/schema/access/hop/sharedNonces'
import type { Logger } from 'pino'
import { ConsentStore } from '../access/consent/consentStore.ts'
import { withGrants } from '../access/consent/withGrants.ts'
import { DivisionCallers } from '../access/identity/divisionCallers.ts'
import { type Identify, identifyBy } from '../access/identity/identify.ts'
import { tokenIssuer } from '../access/identity/tokenIssuer.ts'
import { apiKeyRoutes } from '../access/keys/apiKeyRoutes.ts'
import { openApiKeys } from '../access/keys/openApiKeys.ts'
import { divisionHopKeys, type GatewayEnvironment } from '../environment.ts'
import { accessObserver } from '../evidence/access/accessObserver.ts'
import type { Route } from '../http/hubRoutes.ts'
import type { HubStores } from './openStores.ts'

export interface HubIdentity {
  readonly identify: Identify
  /** Administrative acts on who may enter, by path. */
  readonly acts: ReadonlyMap<string, Route> | undefined
}

/**
 * Opens what tells who asks: tokens, API keys, divisions' signatures, and the consents that a stated purpose opens.
 * @throws HubError HUB_SETTINGS_INVALID when the issuers that are set exclude each other
 */
export function openIdentity(
  environment: GatewayEnvironment,
  { database, ledger, redis }: HubStores,
  logger: Logger,
): HubIdentity {
  const observe = accessObserver(ledger, logger)
  const apiKeys = openApiKeys(environment, database, redis)
  const tokens = tokenIssuer(environment, logger)
  const divisions = new DivisionCallers(divisionHopKeys(environment), redis && new SharedNonces(redis))
  const consents = database && new ConsentStore(database.db)
  const identify = withGrants(identifyBy({ tokens, apiKeys: apiKeys?.verifier, divisions, observe }), {
    consents,
    observe,
  })
  const { TRUSTED_PROXIES: trustedProxies } = environment
  const acts = apiKeys && apiKeyRoutes({ acts: apiKeys.acts, identify, trustedProxies, observe })
  return { identify, acts }
}

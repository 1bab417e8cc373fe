import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import type { OpenTargetWith } from '../delivery/openTargets.ts'
import { networks } from '../push/forbiddenAddress.ts'
import { PartnerConnection } from '../push/partnerConnection.ts'
import { type GovernmentScheme, governmentKey } from './governmentSignature.ts'
import { GovernmentTarget } from './governmentTarget.ts'

export interface GovernmentSettings {
  readonly DELIVERY_ALLOWED_NETWORKS: readonly string[]
  readonly DELIVERY_DEADLINE_MS: number
  readonly GOVERNMENT_SIGNATURE: GovernmentScheme
}

const CONNECTIONS = 2

/** Opens platforms behind government gateways, under the settings of this hub. */
export function openGovernment(settings: GovernmentSettings, logger: Logger): OpenTargetWith {
  const { GOVERNMENT_SIGNATURE: scheme, DELIVERY_DEADLINE_MS: millis } = settings
  const allowed = networks(settings.DELIVERY_ALLOWED_NETWORKS)
  return async ({ id, terms: { endpoint = '' } }, secrets) => {
    const [key] = secrets.flatMap((text) => governmentKey(text) ?? [])
    if (key === undefined)
      throw new HubError('BAD_USER_INPUT', '政务网关的密钥应为 appKey:secret / the secret must be appKey:secret')
    if (scheme === 'MD5') logger.warn({ agreement: id }, 'deliveries are signed by MD5, which does not protect them')
    const connection = new PartnerConnection({ endpoint, allowed, connections: CONNECTIONS, millis })
    return new GovernmentTarget({ connection, key, scheme })
  }
}

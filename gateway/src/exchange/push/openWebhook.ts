import { HubError } from '@hub/schema/errors/HubError'
import type { OpenTargetWith } from '../delivery/openTargets.ts'
import { networks } from './forbiddenAddress.ts'
import { PartnerConnection } from './partnerConnection.ts'
import { webhookKey } from './webhookSignature.ts'
import { WebhookTarget } from './webhookTarget.ts'

export interface WebhookSettings {
  readonly DELIVERY_ALLOWED_NETWORKS: readonly string[]
  readonly DELIVERY_DEADLINE_MS: number
}

const CONNECTIONS = 4

/** Opens partners that take Standard Webhooks, under the settings of this hub. */
export function openWebhook({
  DELIVERY_ALLOWED_NETWORKS: opened,
  DELIVERY_DEADLINE_MS: millis,
}: WebhookSettings): OpenTargetWith {
  const allowed = networks(opened)
  return async ({ terms: { endpoint = '', digestEndpoint, signatures } }, secrets) => {
    const keys = secrets.map(webhookKey).filter((key) => key !== undefined)
    if (keys.length === 0)
      throw new HubError('BAD_USER_INPUT', '协议的密钥均已失效 / no secret of the agreement holds any more')
    const connection = new PartnerConnection({ endpoint, allowed, connections: CONNECTIONS, millis })
    const digests =
      digestEndpoint === undefined
        ? undefined
        : new PartnerConnection({ endpoint: digestEndpoint, allowed, connections: 1, millis })
    return new WebhookTarget({ connection, digests, keys, schemes: signatures })
  }
}

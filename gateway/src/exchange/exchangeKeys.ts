import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { HubError } from '@hub/schema/errors/HubError'
import { ByteSealer } from '@hub/schema/sealing/byteSealer'

export interface ExchangeKeySettings {
  readonly EXCHANGE_KEYS: readonly HopKey[] | undefined
  readonly NODE_ENV: string | undefined
}

/**
 * What seals partners' secrets and what waits for them; undefined where the settings give no keys.
 * @throws HubError HUB_DEMO_KEY_REFUSED for a key of the demo in production
 */
export function exchangeSealer({ EXCHANGE_KEYS, NODE_ENV }: ExchangeKeySettings): ByteSealer | undefined {
  if (EXCHANGE_KEYS === undefined) return undefined
  const isDemo = EXCHANGE_KEYS.some(({ id }) => id.startsWith('demo-'))
  if (NODE_ENV === 'production' && isDemo) throw new HubError('HUB_DEMO_KEY_REFUSED')
  return new ByteSealer(EXCHANGE_KEYS, 'exchange')
}

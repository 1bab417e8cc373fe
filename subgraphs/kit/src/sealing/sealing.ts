import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { HubError } from '@hub/schema/errors/HubError'
import { type KeyedDigest, keyedDigest } from './keyedDigest.ts'
import { ValueSealer } from './valueSealer.ts'

/** What a division's store needs to keep sensitive personal information unreadable. */
export interface Sealing {
  readonly sealer: ValueSealer
  readonly digest: KeyedDigest
}

/** The secrets of it, as the process's settings hold them. */
export interface SealingKeys {
  readonly DATA_KEYS: readonly HopKey[]
  readonly DATA_DIGEST_KEY: HopKey
  readonly NODE_ENV?: string | undefined
}

/** Key ids of the demo; what they seal is nobody's secret. */
const DEMO_KEY = /^demo-/

/** @throws HubError HUB_DEMO_KEY_REFUSED for a key of the demo in production */
export function sealingOf({ DATA_KEYS, DATA_DIGEST_KEY, NODE_ENV }: SealingKeys, division: string): Sealing {
  const isDemo = [...DATA_KEYS, DATA_DIGEST_KEY].some(({ id }) => DEMO_KEY.test(id))
  if (NODE_ENV === 'production' && isDemo) throw new HubError('HUB_DEMO_KEY_REFUSED')
  return { sealer: new ValueSealer(DATA_KEYS, division), digest: keyedDigest(DATA_DIGEST_KEY.secret, division) }
}

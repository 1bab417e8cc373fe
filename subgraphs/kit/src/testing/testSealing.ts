import { hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { type Sealing, sealingOf } from '../sealing/sealing.ts'

const keyOf = (id: string) => hopKeyList.parse(`${id}:${Buffer.alloc(32, id).toString('base64url')}`)

/** Seals with these keys, the first of them writing. */
export function sealingWith(...ids: string[]): Sealing {
  const [digestKey] = keyOf('digest')
  if (digestKey === undefined) throw new Error('no key')
  return sealingOf({ DATA_KEYS: ids.flatMap(keyOf), DATA_DIGEST_KEY: digestKey }, 'test')
}

/** What tests seal with, where nothing is said of it. */
export const testSealing: Sealing = sealingWith('test')

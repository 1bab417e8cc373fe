import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { ByteSealer } from '@hub/schema/sealing/byteSealer'

/** Seals what the exchange keeps, under a key that no other test has. */
export function trialSealer(): ByteSealer {
  return new ByteSealer(hopKeyList.parse(newHopKey('test')), 'exchange')
}

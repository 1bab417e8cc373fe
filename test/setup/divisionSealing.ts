import { type Sealing, sealingOf } from '@hub/kit/sealing/sealing'
import { divisionSettings } from '@hub/kit/server/environment'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { divisionHopSettings } from './hopKeys.ts'

/** Seals as a division's process does that is started with these keys; by default those of this test run. */
export function divisionSealing(
  name: DivisionName,
  keys: { readonly DATA_KEYS?: string; readonly DATA_DIGEST_KEY?: string } = divisionHopSettings(name),
): Sealing {
  const { DATA_KEYS, DATA_DIGEST_KEY } = divisionSettings.definitions
  const read = {
    DATA_KEYS: DATA_KEYS.schema.parse(keys.DATA_KEYS),
    DATA_DIGEST_KEY: DATA_DIGEST_KEY.schema.parse(keys.DATA_DIGEST_KEY),
  }
  return sealingOf(read, name)
}

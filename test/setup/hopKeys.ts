import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'

/** Keys of this test run, one for each division. */
const hopKeys = new Map(divisions.map(({ name }) => [name as string, newHopKey(`test-${name}`)]))

/** What files are imported with in this test run, at every division: user and password of HTTP Basic. */
export const importKey = newHopKey('test-import')

/** What the divisions of this test run seal with. */
const [dataKey, digestKey] = [newHopKey('test-data'), newHopKey('test-digest')]

/** The header that an importer sends. */
export const importAuthorization = `Basic ${Buffer.from(importKey).toString('base64')}`

/** Settings of a gateway that trusts the divisions of this test run. */
export const gatewayHopSettings: Readonly<Record<string, string>> = Object.fromEntries(
  divisions.map(({ name, enumValue }) => [`${enumValue}_HOP_KEYS`, hopKeys.get(name) ?? '']),
)

/** Settings of a division that trusts the gateway of this test run. */
export function divisionHopSettings(name: DivisionName): Record<string, string> {
  return { HOP_KEYS: hopKeys.get(name) ?? '', IMPORT_KEYS: importKey, DATA_KEYS: dataKey, DATA_DIGEST_KEY: digestKey }
}

/** Signs as the gateway of this test run does. */
export function gatewaySigner(name: DivisionName): HopSigner {
  return new HopSigner(hopKeyList.parse(hopKeys.get(name)), { from: 'gateway', to: name })
}

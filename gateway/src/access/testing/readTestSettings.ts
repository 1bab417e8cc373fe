import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { divisions } from '@hub/schema/divisions/divisions'
import { type GatewayEnvironment, gatewaySettings } from '../../environment.ts'

const hopKeys = Object.fromEntries(divisions.map(({ name, enumValue }) => [`${enumValue}_HOP_KEYS`, newHopKey(name)]))

/** The gateway's settings as they are when nothing is set but what has no default: keys of divisions, made up here. */
export function readTestSettings(changes: Readonly<Record<string, string>> = {}): GatewayEnvironment {
  return gatewaySettings.read({ ...hopKeys, ...changes })
}

import { gatewaySettings } from '@hub/gateway/environment'
import { divisionSettings } from '@hub/kit/server/environment'
import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { childEnvironment, hubSettings, needsDataKeys } from '../environment.ts'

interface Readable {
  read(environment: NodeJS.ProcessEnv): unknown
}

/** What the launcher itself gives to every division; what stands here does not matter, only that it is there. */
const givenKey = newHopKey('given')
const givenToDivisions = {
  PORT: '0',
  MONGODB_URI: 'mongodb://given',
  DATABASE_NAME: 'given',
  HUB_URL: 'http://given',
  HOP_KEYS: givenKey,
  IMPORT_KEYS: givenKey,
  ...(needsDataKeys() ? { DATA_KEYS: givenKey, DATA_DIGEST_KEY: givenKey } : {}),
}
const givenToGateway = {
  PORT: '0',
  ...Object.fromEntries(divisions.map(({ enumValue }) => [`${enumValue}_HOP_KEYS`, givenKey])),
}

function faultsOf(settings: Readable, given: Readonly<Record<string, string>>): string[] {
  try {
    settings.read(childEnvironment(given))
    return []
  } catch (error) {
    if (error instanceof HubError) return error.message.split('\n').slice(1)
    throw error
  }
}

/**
 * Reads the settings of every process of the hub before the first of them is started.
 * @throws HubError HUB_SETTINGS_INVALID naming every fault once
 */
export function assertSettings(): void {
  const faults = new Set([
    ...faultsOf(hubSettings, {}),
    ...faultsOf(gatewaySettings, givenToGateway),
    ...faultsOf(divisionSettings, givenToDivisions),
  ])
  if (faults.size === 0) return
  throw new HubError('HUB_SETTINGS_INVALID', ['环境变量设置有误 / wrong settings:', ...faults].join('\n'))
}

import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { HubEnvironment } from '../environment.ts'
import type { ConfiguredSource } from './databaseSource.ts'

type ConnectionSettings = Pick<
  HubEnvironment,
  | 'MONGODB_URI'
  | 'MONGODB_URI_FOREIGN_INVESTMENT'
  | 'MONGODB_URI_TRADE'
  | 'MONGODB_URI_MARKET_ORDER'
  | 'MONGODB_URI_PERSONNEL'
>

/**
 * The servers that the environment names: each division's own connection string, else the common one.
 * @returns nothing when no connection string is set
 * @throws HubError HUB_SETTINGS_INVALID when only some divisions have one: the others must not silently land elsewhere
 */
export function configuredSource(settings: ConnectionSettings): ConfiguredSource | undefined {
  const own: Record<DivisionName, string | undefined> = {
    'foreign-investment': settings.MONGODB_URI_FOREIGN_INVESTMENT,
    trade: settings.MONGODB_URI_TRADE,
    'market-order': settings.MONGODB_URI_MARKET_ORDER,
    personnel: settings.MONGODB_URI_PERSONNEL,
  }
  const uris = divisions.flatMap(({ name }) => {
    const uri = own[name] ?? settings.MONGODB_URI
    return uri === undefined ? [] : [[name, uri] as const]
  })
  if (uris.length === 0) return undefined
  if (uris.length === divisions.length) {
    return { kind: 'configured', uris: Object.fromEntries(uris) as Record<DivisionName, string> }
  }
  const missing = divisions.filter(({ name }) => !uris.some(([given]) => given === name)).map(({ name }) => name)
  throw new HubError(
    'HUB_SETTINGS_INVALID',
    `部分处室没有数据库连接串 / no connection string for: ${missing.join(', ')}; set MONGODB_URI as well`,
  )
}

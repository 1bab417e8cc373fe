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
  | 'MONGODB_URI_HUB'
>

/**
 * The servers that the environment names: each division's and the hub's own connection string, else the
 * common one.
 * @returns nothing when no connection string is set
 * @throws HubError HUB_SETTINGS_INVALID when only some have one: the others must not silently land elsewhere
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
  const hubUri = settings.MONGODB_URI_HUB ?? settings.MONGODB_URI
  if (uris.length === 0 && hubUri === undefined) return undefined
  if (uris.length === divisions.length && hubUri !== undefined) {
    return { kind: 'configured', uris: Object.fromEntries(uris) as Record<DivisionName, string>, hubUri }
  }
  const missing: string[] = divisions.map(({ name }) => name).filter((name) => !uris.some(([given]) => given === name))
  if (hubUri === undefined) missing.push('hub')
  throw new HubError(
    'HUB_SETTINGS_INVALID',
    `部分处室或枢纽没有数据库连接串 / no connection string for: ${missing.join(', ')}; set MONGODB_URI as well`,
  )
}

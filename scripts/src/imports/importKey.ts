import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { readHubKeys } from '../dataFolder/hubKeys.ts'

/**
 * The key to import with: the one that was set, or that of the hub on the data folder.
 * @throws HubError HUB_IMPORT_KEY_INVALID when there is neither
 */
export async function importKey(division: DivisionName, set: string | undefined, dataFolder: string): Promise<string> {
  const key = set ?? (await readHubKeys(dataFolder)).import?.[division]
  if (key !== undefined) return key
  throw new HubError(
    'HUB_IMPORT_KEY_INVALID',
    `没有导入密钥 / there is no key for importing: IMPORT_KEY, ${dataFolder}/keys.json`,
  )
}

/**
 * The import keys of all divisions of the hub on a data folder.
 * @throws HubError HUB_IMPORT_KEY_INVALID when no hub has been started there
 */
export async function allImportKeys(dataFolder: string): Promise<Record<DivisionName, string>> {
  const keys = divisions.map(async ({ name }) => [name, await importKey(name, undefined, dataFolder)] as const)
  return Object.fromEntries(await Promise.all(keys)) as Record<DivisionName, string>
}

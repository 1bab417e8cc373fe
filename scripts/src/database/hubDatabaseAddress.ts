import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import type { HubEnvironment } from '../environment.ts'
import { configuredSource } from './configuredSource.ts'

function addressFile(dataFolder: string): string {
  return join(dataFolder, 'database', 'address')
}

/** Notes where the database runs that was started for a data folder: its port is another one each time. */
export async function noteHubDatabase(dataFolder: string, uri: string): Promise<void> {
  await writeFile(addressFile(dataFolder), `${uri}\n`)
}

/**
 * Connection string of the hub's own database: as configured, or where the running hub of the data folder has it.
 * @throws HubError HUB_DATABASE_UNAVAILABLE when neither is known
 */
export async function hubDatabaseAddress(environment: HubEnvironment, dataFolder: string): Promise<string> {
  const configured = configuredSource(environment)
  if (configured !== undefined) return configured.hubUri
  try {
    return (await readFile(addressFile(dataFolder), 'utf8')).trim()
  } catch (error) {
    const message = `此数据文件夹的枢纽未曾启动 / no hub has run on this data folder: ${dataFolder}`
    throw new HubError('HUB_DATABASE_UNAVAILABLE', message, error instanceof Error ? { cause: error } : {})
  }
}

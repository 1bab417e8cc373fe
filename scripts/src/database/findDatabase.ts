import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import { cacheFolder, type HubEnvironment, programFolders } from '../environment.ts'
import { configuredSource } from './configuredSource.ts'
import type { DatabaseSource, ProgramSource } from './databaseSource.ts'
import { downloadedMongod } from './downloadedMongod.ts'
import { folderEngine } from './folderEngine.ts'
import { installedMongod } from './installedMongod.ts'
import { secantusProgram } from './secantusProgram.ts'

type Attempt = readonly [name: string, find: () => Promise<ProgramSource | undefined>]

async function firstFound(attempts: readonly Attempt[]): Promise<ProgramSource> {
  const reasons: string[] = []
  for (const [name, find] of attempts) {
    try {
      const found = await find()
      if (found !== undefined) return found
      reasons.push(`${name}: none`)
    } catch (error) {
      if (error instanceof HubError) throw error
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const lines = reasons.map((reason) => `  ${reason}`).join('\n')
  throw new HubError('HUB_DATABASE_NOT_FOUND', `找不到可用的数据库 / no database to be had:\n${lines}`)
}

/**
 * The database of this hub, the first that can be had: connection strings; a mongod of this machine; a downloaded
 * mongod; SecantusDB from PyPI. A folder that has data is only opened by the engine that wrote it.
 * @param databaseFolder where a program we start keeps its data
 * @throws HubError HUB_DATABASE_NOT_FOUND saying for each why not; HUB_SETTINGS_INVALID; HUB_DATABASE_ENGINE_CHANGED
 */
export async function findDatabase(environment: HubEnvironment, databaseFolder: string): Promise<DatabaseSource> {
  const configured = configuredSource(environment)
  if (configured !== undefined) return configured
  const engine = await folderEngine(databaseFolder)
  if (engine === 'secantusdb' && environment.MONGOD_BINARY !== undefined) {
    throw new HubError('HUB_DATABASE_ENGINE_CHANGED')
  }
  const cache = cacheFolder(environment)
  const mongod: Attempt[] = [
    ['mongod', () => installedMongod(environment.MONGOD_BINARY, programFolders())],
    ['mongod download', () => downloadedMongod(join(cache, 'mongod'), environment.MONGOD_DOWNLOAD_SECONDS)],
  ]
  const secantus: Attempt[] = [['SecantusDB', () => secantusProgram(cache, environment.PYTHON)]]
  if (engine === 'mongod') return firstFound(mongod)
  if (engine === 'secantusdb') return firstFound(secantus)
  return firstFound([...mongod, ...secantus])
}

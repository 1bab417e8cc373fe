import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { HubEnvironment } from '../environment.ts'
import { processLogTail } from '../processes/processLog.ts'
import type { ProcessExit, SupervisedProcess } from '../processes/supervisedProcess.ts'
import { checkDatabase } from './checkDatabase.ts'
import { databaseName } from './databaseName.ts'
import type { DatabaseServer } from './databaseServer.ts'
import type { ConfiguredSource, ProgramSource } from './databaseSource.ts'
import { findDatabase } from './findDatabase.ts'
import { noteFolderEngine } from './folderEngine.ts'
import { freePort } from './freePort.ts'
import { noteHubDatabase } from './hubDatabaseAddress.ts'
import { startKeptProgram } from './keptProgram.ts'
import { oneNodeReplicaSet } from './oneNodeReplicaSet.ts'

export const betaNote =
  'SecantusDB 为内嵌测试版数据库，仅供试用、开发和测试；生产环境请设置 MONGODB_URI / ' +
  'SecantusDB is an embedded beta default for trying, developing and testing: operators set MONGODB_URI'

const startMillis = 30_000
/** Half a minute of trying is for a program that is being given its folder, not for one that can't run at all. */
const hopelessFailures = 5

export interface DatabaseRequest {
  readonly environment: HubEnvironment
  readonly dataFolder: string
  /** Told when the program we run ends without being asked to. */
  readonly onExit: (exit: ProcessExit) => void
  /** Told of a program as soon as it runs, also when it then turns out not to work. */
  readonly onStart?: (program: SupervisedProcess) => void
}

async function openConfigured({ uris, hubUri }: ConfiguredSource, prefix: string): Promise<DatabaseServer> {
  const distinct = new Map<string, DivisionName | 'gateway'>([[hubUri, 'gateway']])
  for (const { name } of divisions) if (!distinct.has(uris[name])) distinct.set(uris[name], name)
  const names = await Promise.all([...distinct].map(([uri, owner]) => checkDatabase(uri, databaseName(prefix, owner))))
  return { uris, hubUri, description: `${[...new Set(names)].join(', ')} (MONGODB_URI)` }
}

function failedStart(logFile: string, error: unknown): HubError {
  const lines = processLogTail(logFile, 3).map((line) => `  ${line}`)
  const message = ['数据库程序未能启动 / the database program did not start:', ...lines, `  ${logFile}`].join('\n')
  return new HubError('HUB_DATABASE_UNAVAILABLE', message, error instanceof Error ? { cause: error } : {})
}

/** @returns the server's name, once it works */
async function prepare(source: ProgramSource, uri: string, port: number, request: DatabaseRequest): Promise<string> {
  if (source.engine === 'mongod') await oneNodeReplicaSet(uri, port, startMillis)
  return checkDatabase(uri, databaseName(request.environment.DATABASE_PREFIX, 'trade'), startMillis)
}

async function openProgram(source: ProgramSource, request: DatabaseRequest): Promise<DatabaseServer> {
  const databaseFolder = join(request.dataFolder, 'database')
  await mkdir(databaseFolder, { recursive: true })
  const port = await freePort()
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`
  const logFile = join(request.dataFolder, 'logs', 'database.log')
  let giveUp = (): void => undefined
  const hopeless = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('it keeps ending'))
  })
  const onExit = (exit: ProcessExit) => {
    request.onExit(exit)
    if (program.failures >= hopelessFailures) giveUp()
  }
  const program = await startKeptProgram(source, { databaseFolder, port, logFile, onExit })
  request.onStart?.(program)
  try {
    const name = await Promise.race([prepare(source, uri, port, request), hopeless])
    await noteFolderEngine(databaseFolder, source.engine)
    await noteHubDatabase(request.dataFolder, uri)
    const uris = Object.fromEntries(divisions.map((division) => [division.name, uri])) as Record<DivisionName, string>
    const description = `${name} (${source.origin}) 127.0.0.1:${port}`
    return {
      uris,
      hubUri: uri,
      description,
      process: program,
      ...(source.engine === 'secantusdb' ? { note: betaNote } : {}),
    }
  } catch (error) {
    const failed = error instanceof HubError && program.failures === 0 ? error : failedStart(logFile, error)
    await program.stop()
    throw failed
  }
}

/**
 * Finds the database of this hub, starts it where it is a program of this machine, and checks that it can be worked on.
 * @throws HubError HUB_DATABASE_NOT_FOUND, HUB_DATABASE_UNAVAILABLE, HUB_DATABASE_UNSUITABLE, HUB_SETTINGS_INVALID
 */
export async function openDatabase(request: DatabaseRequest): Promise<DatabaseServer> {
  const source = await findDatabase(request.environment, join(request.dataFolder, 'database'))
  if (source.kind === 'configured') return openConfigured(source, request.environment.DATABASE_PREFIX)
  return openProgram(source, request)
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ProcessExit, SupervisedProcess } from '../processes/supervisedProcess.ts'
import type { ProgramSource } from './databaseSource.ts'

const keeper = fileURLToPath(new URL('../../bin/keeper.mjs', import.meta.url))

// A week of changes for those who resume a change stream after an outage, where an hour is the default.
const secantusOplog = ['--oplog-max-entries', '5000000', '--oplog-retention-seconds', '604800']

/** The engine's command line. Every flag of SecantusDB that guards acknowledged writes is here. */
export function programArguments({ engine }: ProgramSource, dataFolder: string, port: number): string[] {
  const listen = ['--port', String(port)]
  if (engine === 'mongod') {
    return [
      ...listen,
      '--bind_ip',
      '127.0.0.1',
      '--dbpath',
      dataFolder,
      '--replSet',
      'hub',
      '--wiredTigerCacheSizeGB',
      '0.5',
    ]
  }
  return [
    ...listen,
    ...['--host', '127.0.0.1', '--storage-path', dataFolder, '--sync-on-commit'],
    ...['--log-file-max', '64MB', '--cache-size', '256M', '--log-level', 'WARNING'],
    ...secantusOplog,
  ]
}

export interface KeptProgramOptions {
  readonly databaseFolder: string
  readonly port: number
  readonly logFile: string
  readonly onExit: (exit: ProcessExit) => void
}

/** Starts a database program under a keeper, which stops it when we are gone. */
export async function startKeptProgram(source: ProgramSource, options: KeptProgramOptions): Promise<SupervisedProcess> {
  const dataFolder = join(options.databaseFolder, source.engine)
  await mkdir(dataFolder, { recursive: true })
  const server = new SupervisedProcess(
    {
      name: 'database',
      module: keeper,
      arguments: [source.program, ...programArguments(source, dataFolder, options.port)],
      logFile: options.logFile,
      stopMillis: 15_000,
    },
    options.onExit,
  )
  server.start()
  return server
}

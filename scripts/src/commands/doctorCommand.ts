import { join, resolve } from 'node:path'
import { findDatabase } from '../database/findDatabase.ts'
import { runProgram } from '../database/runProgram.ts'
import { assertWritable } from '../dataFolder/assertWritable.ts'
import { cacheFolder, type HubEnvironment, readEnvironment } from '../environment.ts'
import { composeHub } from '../launcher/composeHub.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { findBrowser } from '../tests/findBrowser.ts'
import { statusCommand } from './statusCommand.ts'

const versionMillis = 10_000

interface Examination {
  readonly subject: string
  /** What there is. @throws Error saying what is wrong. */
  readonly examine: () => Promise<string>
}

async function firstLine(program: string, ...programArguments: string[]): Promise<string> {
  const output = await runProgram({ program, arguments: programArguments, timeoutMillis: versionMillis })
  return output.split('\n')[0] ?? ''
}

async function databaseFound(environment: HubEnvironment, dataFolder: string): Promise<string> {
  const source = await findDatabase(environment, join(dataFolder, 'database'))
  return source.kind === 'configured' ? 'MONGODB_URI' : `${source.engine} (${source.origin}) ${source.program}`
}

function examinations(environment: HubEnvironment, port: number, dataFolder: string): Examination[] {
  return [
    { subject: 'Node.js', examine: async () => `${process.versions.node} ${process.platform} ${process.arch}` },
    { subject: 'npm', examine: () => firstLine('npm', '--version') },
    {
      subject: 'Python',
      // Wanted for nothing but the embedded database, whose line says so when it can't be had.
      examine: () => firstLine(environment.PYTHON, '-m', 'pip', '--version').catch(() => '无 none'),
    },
    { subject: '数据库 database', examine: () => databaseFound(environment, dataFolder) },
    { subject: '缓存 cache', examine: async () => cacheFolder(environment) },
    { subject: '数据文件夹 data', examine: () => assertWritable(dataFolder).then(() => dataFolder) },
    {
      subject: 'Chrome',
      examine: async () => findBrowser() ?? '无，跳过浏览器测试 none: browser tests are skipped',
    },
    {
      subject: '合成图 supergraph',
      examine: async () => `${composeHub(hubAddresses(port)).hints.length} 条提示 hints`,
    },
  ]
}

/**
 * `hub doctor`: what is installed, what answers, what is wrong.
 * @returns whether the hub can run here; that it is not running at the moment is no fault
 */
export async function doctorCommand(
  options: { port: number; data: string },
  progress: ProgressLines,
): Promise<boolean> {
  const dataFolder = resolve(options.data)
  let well = true
  for (const { subject, examine } of examinations(readEnvironment(), options.port, dataFolder)) {
    try {
      progress.line(`✓ ${subject}: ${await examine()}`)
    } catch (error) {
      well = false
      progress.line(`✗ ${subject}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await statusCommand(options, progress)
  return well
}

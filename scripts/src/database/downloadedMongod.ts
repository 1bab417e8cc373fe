import { lookup } from 'node:dns/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramSource } from './databaseSource.ts'
import { rememberedFailure, rememberFailure } from './failureMemory.ts'
import { runProgram } from './runProgram.ts'

const downloader = fileURLToPath(new URL('../../bin/downloadMongod.mjs', import.meta.url))
const downloadHost = 'fastdl.mongodb.org'
const reachMillis = 4_000

/** Seconds decide here: a machine without a way out must not wait for the whole download time. */
async function assertReachable(): Promise<void> {
  await lookup(downloadHost)
  await fetch(`https://${downloadHost}/`, { method: 'HEAD', signal: AbortSignal.timeout(reachMillis) })
}

/**
 * A mongod from MongoDB's download site, kept in `folder` for later starts.
 * @throws Error saying why there is none; the reason is remembered for a day
 */
export async function downloadedMongod(folder: string, seconds: number): Promise<ProgramSource> {
  if (seconds === 0) throw new Error('MONGOD_DOWNLOAD_SECONDS is 0')
  const failureFile = join(folder, 'download-failed.json')
  const remembered = await rememberedFailure(failureFile, new Date())
  if (remembered !== undefined) throw new Error(`${remembered} (remembered, tried again after a day)`)
  try {
    await assertReachable()
    const output = await runProgram({
      program: process.execPath,
      arguments: [downloader, folder],
      // Without it the library accepts every certificate.
      environment: { npm_config_strict_ssl: 'true' },
      timeoutMillis: seconds * 1000,
    })
    const program = output.trim().split('\n').at(-1)
    if (!program) throw new Error('the download named no program')
    return { kind: 'program', engine: 'mongod', program, origin: downloadHost }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await rememberFailure(failureFile, reason, new Date())
    throw error
  }
}

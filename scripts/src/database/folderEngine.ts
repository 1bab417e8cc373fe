import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DatabaseEngine } from './databaseSource.ts'

const record = z.object({ engine: z.enum(['mongod', 'secantusdb']) })

function recordFile(databaseFolder: string): string {
  return join(databaseFolder, 'engine.json')
}

/** The engine that wrote this folder; undefined for a new one. */
export async function folderEngine(databaseFolder: string): Promise<DatabaseEngine | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(recordFile(databaseFolder), 'utf8'))).engine
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Notes the engine, so that a later start with another one at hand does not leave the data behind unseen. */
export async function noteFolderEngine(databaseFolder: string, engine: DatabaseEngine): Promise<void> {
  await writeFile(recordFile(databaseFolder), `${JSON.stringify({ engine })}\n`)
}

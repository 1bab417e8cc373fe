import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import { birthOf, isAlive, type LockHolder, parseLockHolder } from './lockHolder.ts'

export interface DataFolderLock {
  /** Whether the instance before us ended without unlocking: its processes may still be stopping. */
  readonly tookOver: boolean
  release(): Promise<void>
}

/** Who holds the lock of a data folder right now, alive or not. */
export async function dataFolderHolder(folder: string): Promise<LockHolder | undefined> {
  const text = await readFile(join(folder, 'hub.lock'), 'utf8').catch(() => '')
  return parseLockHolder(text)
}

function inUse(folder: string, holder: LockHolder): HubError {
  const where = `pid ${holder.pid}, http://127.0.0.1:${holder.port}/`
  return new HubError(
    'HUB_DATA_FOLDER_IN_USE',
    `另一实例正在使用数据文件夹 / another instance works on the data folder ${folder} (${where})`,
  )
}

/** Puts `claim` in the lock's place unless there is a lock. A hard link appears whole, or not at all. */
async function tryLink(claim: string, lock: string): Promise<boolean> {
  try {
    await link(claim, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead instance's lock aside, unless another start has just replaced it by its own. */
async function removeDead(lock: string, aside: string): Promise<void> {
  await rename(lock, aside).catch(() => undefined)
  const moved = parseLockHolder(await readFile(aside, 'utf8').catch(() => ''))
  if (moved !== undefined && isAlive(moved)) await tryLink(aside, lock)
  await rm(aside, { force: true })
}

/**
 * Makes this process the only hub on the folder. A lock that a killed instance left behind is taken over.
 * @throws HubError HUB_DATA_FOLDER_IN_USE when another instance runs on it
 */
export async function lockDataFolder(folder: string, port: number): Promise<DataFolderLock> {
  const lock = join(folder, 'hub.lock')
  const claim = `${lock}.${randomUUID()}`
  const bornAt = birthOf(process.pid)
  const holder: LockHolder = { pid: process.pid, port, ...(bornAt === undefined ? {} : { bornAt }) }
  await writeFile(claim, JSON.stringify(holder))
  try {
    for (let tookOver = false; ; tookOver = true) {
      if (await tryLink(claim, lock)) return { tookOver, release: () => rm(lock, { force: true }) }
      const other = await dataFolderHolder(folder)
      if (other !== undefined && isAlive(other)) throw inUse(folder, other)
      await removeDead(lock, `${claim}.dead`)
    }
  } finally {
    await rm(claim, { force: true })
  }
}

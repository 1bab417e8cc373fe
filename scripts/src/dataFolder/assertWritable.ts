import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'

/** Below this a database can't be started, let alone filled. */
const leastFreeBytes = 256 * 1024 * 1024

function unusable(folder: string, zh: string, en: string): HubError {
  return new HubError('HUB_DATA_FOLDER_UNUSABLE', `数据文件夹${zh} / the data folder ${en}: ${folder}`)
}

/**
 * Makes the data folder where it is missing and tries to write in it.
 * @throws HubError HUB_DATA_FOLDER_UNUSABLE when it can't be written to or has less than 256 MB left
 */
export async function assertWritable(folder: string): Promise<void> {
  const probe = join(folder, `.write-check-${process.pid}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(probe, 'written to see whether it can be')
    await rm(probe)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw unusable(folder, `不可写${reason}`, `cannot be written to${reason}`)
  }
  const { bavail, bsize } = await statfs(folder)
  const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024)
  if (bavail * bsize < leastFreeBytes) {
    throw unusable(folder, `所在磁盘仅剩 ${freeMegabytes} MB`, `has only ${freeMegabytes} MB of disk left`)
  }
}

import { stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileLog } from '../fileLog.ts'
import { namesIn } from './namesIn.ts'

/** Long enough for whoever writes a draft now, on whichever hub. */
const LONGEST_WRITING_MS = 24 * 3_600_000

/** Removes drafts that a run which broke off has left and that no finished file is to be made of. */
export async function clearDrafts(log: FileLog, folder: string, now: Date): Promise<void> {
  const drafts = (await namesIn(folder)).filter((name) => name.endsWith('.draft'))
  for (const name of drafts) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (now.getTime() - mtimeMs > LONGEST_WRITING_MS && !(await log.isAwaited(name))) await unlink(path)
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const memory = z.object({ at: z.iso.datetime(), reason: z.string() })

/** How long a failed download is not tried again. */
const memoryMillis = 24 * 60 * 60 * 1000

/** Why the thing this file stands for failed within the last day; undefined when it is worth trying. */
export async function rememberedFailure(file: string, now: Date): Promise<string | undefined> {
  try {
    const { at, reason } = memory.parse(JSON.parse(await readFile(file, 'utf8')))
    const age = now.getTime() - Date.parse(at)
    return age >= 0 && age < memoryMillis ? reason : undefined
  } catch {
    // No file or an unreadable one: nothing is known, so it is tried.
    return undefined
  }
}

/** Keeps in mind that it failed, so that the next start does not wait for the same failure. */
export async function rememberFailure(file: string, reason: string, now: Date): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify({ at: now.toISOString(), reason }))
}

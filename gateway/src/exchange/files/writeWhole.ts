import { createHash, randomUUID } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gathered } from './gathered.ts'

/** What was written. */
export interface WrittenFile {
  readonly bytes: number
  /** In hexadecimal. */
  readonly digests: { readonly SM3: string; readonly 'SHA-256': string }
}

/**
 * Writes a file that is there whole or not at all: under a temporary name, flushed, then renamed, the folder flushed too.
 * @throws what the chunks throw; nothing stays behind then
 */
export async function writeWhole(path: string, chunks: AsyncIterable<string | Uint8Array>): Promise<WrittenFile> {
  // Two hubs may write the same file at the same time; the last one to be done is the one that stays.
  const temporary = `${path}.${randomUUID()}.part`
  const [sm3, sha256] = [createHash('sm3'), createHash('sha256')]
  let bytes = 0
  const file = await open(temporary, 'w')
  try {
    for await (const buffer of gathered(chunks)) {
      sm3.update(buffer)
      sha256.update(buffer)
      bytes += buffer.length
      await file.appendFile(buffer)
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await unlink(temporary)
    throw error
  }
  await file.close()
  await rename(temporary, path)
  await syncFolder(dirname(path))
  return { bytes, digests: { SM3: sm3.digest('hex'), 'SHA-256': sha256.digest('hex') } }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file without name, readable by nobody else, that is gone when it is closed, and when the process is killed. */
export async function temporaryFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `hub-import-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

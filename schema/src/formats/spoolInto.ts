import type { FileHandle } from 'node:fs/promises'
import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'

/**
 * Writes an upload into a file, for formats that are read from their end.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for more bytes than one upload may have
 */
export async function spoolInto(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > importLimits.spooledBytes) {
      throw fileRefused(`XLSX 超过 ${importLimits.spooledBytes / 1_000_000} MB，请分成几个文件或用 CSV`)
    }
    await file.writeFile(chunk)
  }
}

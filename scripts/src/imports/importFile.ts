import { createReadStream, type ReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { HubError } from '@hub/schema/errors/HubError'
import { atDoor, type DivisionDoor, type DoorCall } from './divisionDoor.ts'
import { importFailed } from './doorError.ts'
import { parseAnswerLine } from './importAnswer.ts'
import type { ImportReceipt } from './importReceipt.ts'

export interface ImportProgress {
  /** Rows the division has dealt with. */
  readonly rows: number
  /** How much of the file has been sent, 0 to 1. */
  readonly sent: number
}

export interface ImportRequest extends DivisionDoor {
  /** Name of the record family, as in the division's import address. */
  readonly family: string
  readonly file: string
  /** The batch that the file is; sent again under its number, it is the same batch. */
  readonly batchNo?: string | undefined
  /** The organisation outside whose file it is. */
  readonly provider?: string | undefined
  /** Only to be told what would become of the rows. */
  readonly dryRun?: boolean | undefined
  readonly onProgress: (progress: ImportProgress) => void
}

/** @throws HubError HUB_IMPORT_FILE_REFUSED when there is no such file, it is a folder or may not be read */
export async function importFileSize(file: string): Promise<number> {
  const handle = await opened(file)
  try {
    const stats = await handle.stat()
    if (stats.isDirectory()) throw new HubError('HUB_IMPORT_FILE_REFUSED', `是文件夹 / a folder, no file: ${file}`)
    return stats.size
  } finally {
    await handle.close()
  }
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file)
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    const isMissing = 'code' in cause && cause.code === 'ENOENT'
    const told = isMissing ? `没有这个文件 / no such file: ${file}` : `文件不可读 / cannot read: ${cause.message}`
    throw new HubError('HUB_IMPORT_FILE_REFUSED', told, { cause })
  }
}

function callOf({ family, file, batchNo, provider, dryRun }: ImportRequest, body: ReadStream): DoorCall {
  const headers = {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(basename(file)),
    ...(batchNo === undefined ? {} : { 'x-batch-no': encodeURIComponent(batchNo) }),
    ...(provider === undefined ? {} : { 'x-provider': encodeURIComponent(provider) }),
    ...(dryRun ? { 'x-dry-run': 'true' } : {}),
  }
  return { path: `/${encodeURIComponent(family)}`, headers, body }
}

async function readAnswer(response: IncomingMessage, onRows: (rows: number) => void): Promise<ImportReceipt> {
  for await (const text of createInterface({ input: response })) {
    if (text.trim() === '') continue
    const line = parseAnswerLine(text)
    if (line.kind === 'receipt') return line.receipt
    if (line.kind === 'error') throw line.error
    onRows(line.rows)
  }
  throw importFailed('没有回执 / no receipt')
}

/**
 * Sends a file to a division as it is read from the disk, and reads the division's answer as it comes.
 * @throws HubError HUB_IMPORT_FILE_REFUSED when the file can't be read, the division's own code when it refuses it,
 * HUB_IMPORT_FAILED when no receipt comes
 */
export async function importFile(importRequest: ImportRequest): Promise<ImportReceipt> {
  const size = await importFileSize(importRequest.file)
  const body = createReadStream(importRequest.file)
  try {
    const response = await atDoor(importRequest, callOf(importRequest, body))
    return await readAnswer(response, (rows) =>
      importRequest.onProgress({ rows, sent: size === 0 ? 1 : body.bytesRead / size }),
    )
  } catch (error) {
    if (error instanceof HubError) throw error
    throw importFailed(error instanceof Error ? error.message : String(error), error)
  } finally {
    body.destroy()
  }
}

import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { HubError } from '@hub/schema/errors/HubError'
import { parseAnswerLine } from './importAnswer.ts'
import type { ImportReceipt } from './importReceipt.ts'

export interface ImportProgress {
  /** Rows the division has dealt with. */
  readonly rows: number
  /** How much of the file has been sent, 0 to 1. */
  readonly sent: number
}

export interface ImportRequest {
  /** The division, without a path. */
  readonly divisionUrl: string
  /** Name of the record family, as in the division's import address. */
  readonly family: string
  readonly file: string
  /** The division's import key, as `id:secret`. */
  readonly key: string
  readonly onProgress: (progress: ImportProgress) => void
}

function importFailed(reason: string, cause?: unknown): HubError {
  const options = cause instanceof Error ? { cause } : {}
  return new HubError('HUB_IMPORT_FAILED', `导入未完成 / the import did not finish: ${reason}`, options)
}

function send({ divisionUrl, family, file, key }: ImportRequest, body: ReadStream): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = divisionUrl.startsWith('https:') ? httpsRequest : httpRequest
    const post = request(`${divisionUrl}/imports/${encodeURIComponent(family)}`, {
      method: 'POST',
      // HTTP Basic (RFC 7617).
      auth: key,
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(basename(file)) },
    })
    post.once('response', resolve)
    post.once('error', reject)
    body.once('error', (error) => post.destroy(error))
    body.pipe(post)
  })
}

async function refusal(response: IncomingMessage): Promise<HubError> {
  let text = ''
  for await (const chunk of response) text += chunk
  if (response.statusCode === 401) return new HubError('HUB_IMPORT_KEY_INVALID')
  return importFailed(`HTTP ${response.statusCode} ${text.slice(0, 500)}`)
}

/** @throws HubError HUB_IMPORT_FAILED when there is no such file */
export async function importFileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    throw importFailed(`文件不可读 / cannot read ${file}`, error)
  }
}

async function readAnswer(response: IncomingMessage, onRows: (rows: number) => void): Promise<ImportReceipt> {
  for await (const text of createInterface({ input: response })) {
    if (text.trim() === '') continue
    const line = parseAnswerLine(text)
    if (line.kind === 'receipt') return line.receipt
    if (line.kind === 'error') throw importFailed(line.message)
    onRows(line.rows)
  }
  throw importFailed('没有回执 / no receipt')
}

/**
 * Sends a file to a division as it is read from the disk, and reads the division's answer as it comes.
 * @throws HubError HUB_IMPORT_FAILED when the file can't be read, the division refuses it, or no receipt comes
 */
export async function importFile(importRequest: ImportRequest): Promise<ImportReceipt> {
  const size = await importFileSize(importRequest.file)
  const body = createReadStream(importRequest.file)
  try {
    const response = await send(importRequest, body)
    if (response.statusCode !== 200) throw await refusal(response)
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

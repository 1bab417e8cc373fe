import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import type { FileLog } from '../fileLog.ts'
import { readFileReceipt } from '../receipts/fileReceipt.ts'
import { namesIn } from './namesIn.ts'

const SUFFIX = '.receipt.csv'

/**
 * Reads the receipts that a partner has put beside the files, as `<file>.receipt.csv`. One that is read goes to `receipts`,
 * one that is none to `refused` with the reason beside it; a corrected one may come again.
 */
export async function readReceipts(log: FileLog, folder: string, logger: Logger): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith(SUFFIX))) {
    const path = join(folder, name)
    const refusal = await keepReceipt(log, name.slice(0, -SUFFIX.length), path)
    const place = join(folder, refusal === undefined ? 'receipts' : 'refused')
    await mkdir(place, { recursive: true })
    if (refusal !== undefined) await writeFile(join(place, `${name}.txt`), `${refusal}\n`)
    await rename(path, join(place, name))
    if (refusal === undefined) logger.info({ receipt: name }, 'receipt read')
    else logger.warn({ receipt: name, reason: refusal }, 'receipt refused')
  }
}

/** @returns why it is refused; undefined when it is kept */
async function keepReceipt(log: FileLog, file: string, path: string): Promise<string | undefined> {
  const rows = (await log.entryOf(file))?.manifest?.rows
  if (rows === undefined) return `没有报出过文件 ${file} / no such file was sent`
  try {
    await log.acknowledged(file, readFileReceipt(await readFile(path, 'utf8'), rows))
    return undefined
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return error.message
  }
}

import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import type { FileLog } from '../fileLog.ts'
import { readFileReceipt } from '../receipts/fileReceipt.ts'
import { namesIn } from './namesIn.ts'

const SUFFIX = /\.receipt\.(?:csv|xlsx|xml)$/i
/** No link, which would have the hub read for a partner what is not the partner's; nor a pipe that nobody fills. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
/** For how long nobody has written to a receipt that is taken for whole: a partner may be copying it just now. */
const SETTLED_MS = 2_000

/**
 * Reads the receipts that a partner has put beside the files, as `<file>.receipt.csv`, `.xlsx` or `.xml`. One that is read
 * goes to `receipts`, one that is none to `refused` with the reason beside it; a corrected one may come again. One that is
 * still being written is left for the next round.
 */
export async function readReceipts(log: FileLog, folder: string, logger: Logger): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => SUFFIX.test(one))) {
    const path = join(folder, name)
    const fate = await keepReceipt(log, name.replace(SUFFIX, ''), path)
    if (fate === 'CHANGING') continue
    const place = join(folder, fate.refusal === undefined ? 'receipts' : 'refused')
    await mkdir(place, { recursive: true })
    if (fate.refusal !== undefined) await writeFile(join(place, `${name}.txt`), `${fate.refusal}\n`)
    await rename(path, join(place, name))
    if (fate.refusal === undefined) logger.info({ receipt: name }, 'receipt read')
    else logger.warn({ receipt: name, reason: fate.refusal }, 'receipt refused')
  }
}

/** What becomes of a receipt; with the reason where it is refused. */
type Fate = 'CHANGING' | { readonly refusal?: string }

async function keepReceipt(log: FileLog, file: string, path: string): Promise<Fate> {
  const handle = await opened(path)
  if (handle === undefined) return { refusal: '不是普通文件 / no plain file' }
  try {
    const before = await handle.stat()
    if (!before.isFile()) return { refusal: '不是普通文件 / no plain file' }
    if (Math.abs(Date.now() - before.ctimeMs) < SETTLED_MS) return 'CHANGING'
    const rows = (await log.entryOf(file))?.manifest?.rows
    if (rows === undefined) return { refusal: `没有报出过文件 ${file} / no such file was sent` }
    const receipt = await readFileReceipt(handle.createReadStream({ autoClose: false }), rows).catch(refusalOf)
    const after = await lstat(path)
    if (after.ino !== before.ino || after.ctimeMs !== before.ctimeMs) return 'CHANGING'
    if ('refusal' in receipt) return receipt
    await log.acknowledged(file, receipt)
    return {}
  } finally {
    await handle.close()
  }
}

function refusalOf(error: unknown): { refusal: string } {
  if (!(error instanceof HubError)) throw error
  return { refusal: error.message }
}

/** Undefined for a link. */
async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, PLAIN)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ELOOP') return undefined
    throw error
  }
}

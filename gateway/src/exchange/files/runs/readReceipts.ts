import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import type { AgreementStore } from '../../agreements/agreementStore.ts'
import { agreementOn } from '../../agreements/exchangeAgreement.ts'
import type { FileLog } from '../fileLog.ts'
import type { Manifest } from '../manifest.ts'
import { readFileReceipt } from '../receipts/fileReceipt.ts'
import { namesIn } from './namesIn.ts'

const SUFFIX = /\.receipt\.(?:csv|xlsx|xml)$/i
/** No link, which would have the hub read for a partner what is not the partner's; nor a pipe that nobody fills. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
/** For how long nobody has written to a receipt that is taken for whole: a partner may be copying it just now. */
const SETTLED_MS = 2_000

export interface ReceiptParts {
  readonly log: FileLog
  readonly agreements: Pick<AgreementStore, 'versionsOf'>
  readonly logger: Logger
}

export interface ReceiptFolder {
  readonly path: string
  /** By which agreements name it; several may. */
  readonly endpoint: string | undefined
  readonly today: string
}

/**
 * Reads the receipts that a partner has put beside the files, as `<file>.receipt.csv`, `.xlsx` or `.xml`. One that is read
 * goes to `receipts`, one that is none to `refused` with the reason beside it; a corrected one may come again. One that is
 * still being written is left for the next round. Files of other folders are to this partner as if they had never been sent.
 */
export async function readReceipts(parts: ReceiptParts, folder: ReceiptFolder): Promise<void> {
  for (const name of (await namesIn(folder.path)).filter((one) => SUFFIX.test(one))) {
    // One that cannot be read now stays where it is, and keeps nothing else from its turn.
    await takeReceipt(parts, folder, name).catch((err) =>
      parts.logger.warn({ err, receipt: name }, 'receipt cannot be read yet'),
    )
  }
}

async function takeReceipt(parts: ReceiptParts, folder: ReceiptFolder, name: string): Promise<void> {
  const { logger } = parts
  const fate = await keepReceipt(parts, folder, name)
  if (fate === 'CHANGING') return
  const place = join(folder.path, fate.refusal === undefined ? 'receipts' : 'refused')
  await mkdir(place, { recursive: true })
  if (fate.refusal !== undefined) await writeFile(join(place, `${name}.txt`), `${fate.refusal}\n`)
  await rename(join(folder.path, name), join(place, name))
  if (fate.refusal === undefined) logger.info({ receipt: name }, 'receipt read')
  else logger.warn({ receipt: name, reason: fate.refusal }, 'receipt refused')
}

/** What becomes of a receipt; with the reason where it is refused. */
type Fate = 'CHANGING' | { readonly refusal?: string }

async function keepReceipt({ log, agreements }: ReceiptParts, folder: ReceiptFolder, name: string): Promise<Fate> {
  const file = name.replace(SUFFIX, '')
  const path = join(folder.path, name)
  const handle = await opened(path)
  if (handle === undefined) return { refusal: '不是普通文件 / no plain file' }
  try {
    const before = await handle.stat()
    if (!before.isFile()) return { refusal: '不是普通文件 / no plain file' }
    if (Math.abs(Date.now() - before.ctimeMs) < SETTLED_MS) return 'CHANGING'
    const manifest = (await log.entryOf(file))?.manifest
    if (manifest === undefined || !(await isOf(folder, manifest, agreements)))
      return { refusal: `没有报出过文件 ${file} / no such file was sent` }
    const bytes = handle.createReadStream({ autoClose: false })
    const receipt = await readFileReceipt(bytes, manifest.rows).catch(refusalOf)
    const after = await lstat(path)
    if (after.ino !== before.ino || after.ctimeMs !== before.ctimeMs) return 'CHANGING'
    if ('refusal' in receipt) return receipt
    await log.acknowledged(file, receipt)
    return {}
  } finally {
    await handle.close()
  }
}

/** Whether a file was written to a folder, or its agreement has moved there since. */
async function isOf(
  { endpoint, today }: ReceiptFolder,
  { agreementId, agreementVersion }: Manifest,
  agreements: ReceiptParts['agreements'],
): Promise<boolean> {
  const versions = await agreements.versionsOf(agreementId)
  const writtenBy = versions.find(({ version }) => version === agreementVersion)
  return [writtenBy, agreementOn(versions, today)].some((one) => one !== undefined && one.terms.endpoint === endpoint)
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

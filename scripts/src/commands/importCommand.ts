import { resolve } from 'node:path'
import { readEnvironment } from '../environment.ts'
import { importFailed } from '../imports/doorError.ts'
import { fetchForm } from '../imports/fetchForm.ts'
import { divisionNamed, familyNamed } from '../imports/importFamily.ts'
import { type ImportRequest, importFile } from '../imports/importFile.ts'
import { importKey } from '../imports/importKey.ts'
import { type ImportReceipt, reasonRows, receiptRows } from '../imports/importReceipt.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'

const barCells = 24

function bar(share: number): string {
  const full = Math.round(Math.min(share, 1) * barCells)
  return '█'.repeat(full) + '░'.repeat(barCells - full)
}

export interface ImportOptions extends Omit<ImportRequest, 'onProgress'> {
  readonly division: string
}

/** Imports a file with a progress bar, and shows the receipt. */
export async function importWithProgress(options: ImportOptions, progress: ProgressLines): Promise<ImportReceipt> {
  const receipt = await progress.step(
    `${options.dryRun ? '试导入 dry run' : '导入 import'} ${options.division} ${options.family}`,
    (say) => importFile({ ...options, onProgress: ({ rows, sent }) => say(`${bar(sent)} ${rows}`) }),
    ({ submitted }) => `${submitted}`,
  )
  for (const table of [receiptRows(receipt), reasonRows(receipt)]) {
    for (const line of textTable(table)) progress.line(`  ${line}`)
  }
  return receipt
}

/** What the command line says beside division, family and file. */
export interface ImportCommandOptions {
  readonly port: number
  readonly data: string
  readonly url?: string | undefined
  readonly dryRun: boolean
  readonly batch?: string | undefined
  readonly provider?: string | undefined
  readonly template: boolean
  readonly doubts: boolean
}

/**
 * `hub import`: sends a file to a running division, or fetches what is to be filled in or corrected.
 * @throws HubError HUB_IMPORT_TARGET_UNKNOWN, HUB_IMPORT_KEY_INVALID, HUB_IMPORT_FILE_REFUSED, HUB_IMPORT_FAILED
 */
export async function importCommand(
  [divisionName, familyName, file]: readonly [string, string, string | undefined],
  options: ImportCommandOptions,
  progress: ProgressLines,
): Promise<void> {
  const { port, data, url, dryRun, batch: batchNo, provider, template, doubts } = options
  const division = divisionNamed(divisionName)
  const divisionUrl = url ?? hubAddresses(port).divisionUrls[division]
  const door = { divisionUrl, key: await importKey(division, readEnvironment().IMPORT_KEY, resolve(data)) }
  const family = await familyNamed(door, division, familyName)
  if (template || doubts) {
    await fetchForm({ ...door, family, form: template ? 'template' : 'doubts', batchNo, provider, file })
    return
  }
  if (file === undefined) throw importFailed('没有给出文件 / no file was named')
  await importWithProgress({ ...door, division, family, file, batchNo, provider, dryRun }, progress)
}

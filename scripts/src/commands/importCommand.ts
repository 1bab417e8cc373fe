import { resolve } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { readEnvironment } from '../environment.ts'
import { importFile } from '../imports/importFile.ts'
import { importKey } from '../imports/importKey.ts'
import { type ImportReceipt, receiptRows } from '../imports/importReceipt.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'

const barCells = 24

function bar(share: number): string {
  const full = Math.round(Math.min(share, 1) * barCells)
  return '█'.repeat(full) + '░'.repeat(barCells - full)
}

export interface ImportOptions {
  readonly divisionUrl: string
  readonly division: string
  readonly family: string
  readonly file: string
  readonly key: string
}

/** Imports a file with a progress bar, and shows the receipt. */
export async function importWithProgress(options: ImportOptions, progress: ProgressLines): Promise<ImportReceipt> {
  const receipt = await progress.step(
    `导入 import ${options.division} ${options.family}`,
    (say) => importFile({ ...options, onProgress: ({ rows, sent }) => say(`${bar(sent)} ${rows}`) }),
    ({ submitted }) => `${submitted}`,
  )
  for (const line of textTable(receiptRows(receipt))) progress.line(`  ${line}`)
  return receipt
}

/** @throws HubError HUB_IMPORT_FAILED when there is no such division */
export function divisionNamed(name: string): DivisionName {
  const division = divisions.find((candidate) => candidate.name === name || candidate.chineseName === name)
  if (division !== undefined) return division.name
  const names = divisions.map((candidate) => `${candidate.name} (${candidate.chineseName})`).join(', ')
  throw new HubError('HUB_IMPORT_FAILED', `没有这个处室 / no such division: ${name}; ${names}`)
}

/** `hub import`: sends a file to a running division. */
export async function importCommand(
  [divisionName, family, file]: readonly [string, string, string],
  { port, data, url }: { readonly port: number; readonly data: string; readonly url?: string | undefined },
  progress: ProgressLines,
): Promise<void> {
  const division = divisionNamed(divisionName)
  const divisionUrl = url ?? hubAddresses(port).divisionUrls[division]
  const key = await importKey(division, readEnvironment().IMPORT_KEY, resolve(data))
  await importWithProgress({ divisionUrl, division, family, file, key }, progress)
}

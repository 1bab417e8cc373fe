import { resolve } from 'node:path'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { loadDemo } from '../demo/loadDemo.ts'
import { allImportKeys } from '../imports/importKey.ts'
import type { ImportReceipt } from '../imports/importReceipt.ts'
import { demoCounts } from '../launcher/demoCounts.ts'
import { type HubAddresses, hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'

/** The same world every time, so that examples and screenshots stay true. */
const seed = 1

export interface DemoTarget {
  readonly addresses: HubAddresses
  readonly importKeys: Readonly<Record<DivisionName, string>>
  readonly dataFolder: string
  /** How many enterprises to invent. */
  readonly enterprises: number
}

/**
 * Invents enterprises with their records and imports them like anyone's files.
 * @throws HubError HUB_IMPORT_FAILED when a division refuses a file
 */
export function loadDemoWithProgress(target: DemoTarget, progress: ProgressLines): Promise<ImportReceipt[]> {
  const { addresses, importKeys, dataFolder, enterprises } = target
  return progress.step(
    '演示数据 demo data',
    (say) =>
      loadDemo({
        divisionUrls: addresses.divisionUrls,
        importKeys,
        dataFolder,
        enterprises,
        seed,
        onProgress: (file, rows) => say(`${file} ${rows}`),
      }),
    (receipts) => `${receipts.reduce((sum, { submitted }) => sum + submitted, 0)} 行 rows`,
  )
}

/** `hub demo`: loads demo data into a running hub; what is there already counts as duplicate. */
export async function demoCommand(
  options: { readonly port: number; readonly data: string; readonly enterprises: number },
  progress: ProgressLines,
): Promise<void> {
  const { port, data, enterprises } = options
  const dataFolder = resolve(data)
  const importKeys = await allImportKeys(dataFolder)
  const target = { addresses: hubAddresses(port), importKeys, dataFolder, enterprises }
  const receipts = await loadDemoWithProgress(target, progress)
  for (const line of textTable(demoCounts(receipts))) progress.line(line)
}

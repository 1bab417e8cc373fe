import { join } from 'node:path'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { importFile } from '../imports/importFile.ts'
import type { ImportReceipt } from '../imports/importReceipt.ts'
import { type DemoScale, writeDemoFiles } from './writeDemoFiles.ts'

export interface DemoLoad extends DemoScale {
  divisionUrls: Readonly<Record<DivisionName, string>>
  importKeys: Readonly<Record<DivisionName, string>>
  dataFolder: string
  /** Called as rows arrive: which file, and how many of its rows the division has dealt with. */
  onProgress: (file: string, rows: number) => void
}

/**
 * Invents enterprises and their records and sends them to the divisions like anyone's files.
 * @throws HubError HUB_IMPORT_FAILED when a division refuses a file
 */
export async function loadDemo(load: DemoLoad): Promise<ImportReceipt[]> {
  const { divisionUrls, importKeys, dataFolder, onProgress, ...scale } = load
  const receipts: ImportReceipt[] = []
  for (const { division, family, path } of await writeDemoFiles(join(dataFolder, 'demo'), scale)) {
    const label = `${division} ${family}`
    const request = { divisionUrl: divisionUrls[division], family, file: path, key: importKeys[division] }
    receipts.push(await importFile({ ...request, onProgress: ({ rows }) => onProgress(label, rows) }))
  }
  return receipts
}

import type { Connection } from 'mongoose'
import { BatchLog } from '../imports/batches/batchLog.ts'
import { buildImportIndexes, type ImportCollections, importCollections } from '../imports/batches/importCollections.ts'
import type { ImportReceipt } from '../imports/batches/importReceipt.ts'
import { template } from '../imports/columns/template.ts'
import type { Importer } from '../imports/importer.ts'
import type { SubjectLinker } from '../imports/linking/subjectLinker.ts'
import { type ImportPlaces, importPlaces } from '../imports/running/importPlaces.ts'
import { runImport } from '../imports/running/runImport.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { testSealing } from './testSealing.ts'

interface SendOptions {
  batchNo?: string
  /** The organisation outside that sends it. */
  provider?: string
  /** Bytes a piece. */
  cut?: number
  dryRun?: boolean
}

/** A division's imports on a database of a test, without its process. */
export interface ImportBench {
  imports: ImportCollections
  records: DivisionCollections
  places: ImportPlaces
  send: (rows: readonly object[], options?: SendOptions) => Promise<ImportReceipt>
  sendText: (text: string, options?: SendOptions) => Promise<ImportReceipt>
  empty: () => Promise<void>
}

/** Rows as JSON lines; none as the empty form, which is the nil report. */
export function fileOf(rows: readonly object[], importer: Importer): string {
  return rows.length === 0 ? template(importer.plan) : rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** Sets a division's imports up; rows are sent as JSON lines, in pieces of `cut` bytes. */
export async function importBench(
  connection: Connection,
  importer: Importer,
  link: SubjectLinker,
): Promise<ImportBench> {
  const records = divisionCollections(connection, [importer.family], testSealing)
  const imports = importCollections(records)
  await buildIndexes(records)
  await buildImportIndexes(imports)
  const places = importPlaces(records, imports, (identities) => link(identities))
  const sendFile = (text: string, { cut = 4_096, ...options }: SendOptions = {}): Promise<ImportReceipt> => {
    const { signal } = new AbortController()
    const bytes = pieces(text, cut)
    const file = { ...options, bytes, name: 'test.jsonl', operator: 'test', signal, onProgress: () => undefined }
    return runImport(importer, file, new BatchLog(imports), places)
  }
  return {
    imports,
    records,
    places,
    sendText: sendFile,
    send: (rows, options) => sendFile(fileOf(rows, importer), options),
    empty: async () => {
      const { current, versions } = records.modelsOf(importer.family)
      const all = [current, versions, records.keys.collection, records.outbox, ...Object.values(imports)]
      await Promise.all(all.map((collection) => collection.deleteMany({})))
    },
  }
}

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { chunked } from '@hub/schema/formats/testing/importFiles'
import type { Connection } from 'mongoose'
import type { Desk } from '../desk/desk.ts'
import { BatchLog } from '../imports/batches/batchLog.ts'
import type { ImportReceipt } from '../imports/batches/importReceipt.ts'
import type { Importer } from '../imports/importer.ts'
import type { LinkAnswer } from '../imports/linking/subjectLinker.ts'
import { runImport } from '../imports/running/runImport.ts'
import { KNOWN_SUBJECTS } from './importedRows.ts'
import { fileOf, type ImportBench, importBench } from './importPlaces.ts'
import { sampleImporter } from './sampleImport.ts'

/** A desk over the sample family on a database of a test, with an index that the test can teach. */
export interface DeskBench extends ImportBench {
  desk: Desk
  /** Names that the index links, each to the subject `S-<name>` unless told otherwise. */
  index: Map<string, string>
  forget: () => void
  /** Sends rows as another importer of the family would take them. */
  sendAs: (importer: Importer, rows: readonly object[], batchNo: string) => Promise<ImportReceipt>
}

export const officer: CallerClaims = { caller: '演示·经办甲', role: 'OFFICER', unit: '演示处室', division: 'trade' }
export const colleague: CallerClaims = { caller: '演示·经办乙', role: 'OFFICER', unit: '演示处室', division: 'trade' }

export async function deskBench(connection: Connection): Promise<DeskBench> {
  const index = new Map<string, string>()
  const forget = () => {
    index.clear()
    for (const name of KNOWN_SUBJECTS) index.set(name, `S-${name}`)
  }
  forget()
  const bench = await importBench(connection, sampleImporter, async (identities) =>
    identities.map(({ name = '' }): LinkAnswer => {
      const subjectId = index.get(name)
      if (subjectId !== undefined) return { outcome: 'LINKED', subjectId, candidates: [] }
      return { outcome: 'NO_MATCH', candidates: [{ subjectId: 'S-other', name: '虚构别家', why: 'NAME' }] }
    }),
  )
  const { imports, records, places } = bench
  const desk: Desk = {
    importers: [sampleImporter],
    batches: new BatchLog(imports),
    imports,
    places,
    records,
    findSubject: async (subjectId) =>
      subjectId.startsWith('S-') ? { subjectId, recordState: 'CURRENT', mergedIntoId: heirOf(subjectId) } : undefined,
  }
  const sendAs = (importer: Importer, rows: readonly object[], batchNo: string): Promise<ImportReceipt> => {
    const { signal } = new AbortController()
    const file = {
      bytes: chunked(fileOf(rows, importer)),
      batchNo,
      operator: 'test',
      signal,
      onProgress: () => undefined,
    }
    return runImport(importer, file, desk.batches, places)
  }
  return { ...bench, desk, index, forget, sendAs }
}

const heirOf = (subjectId: string): string | null => (subjectId === 'S-merged' ? 'S-heir' : null)

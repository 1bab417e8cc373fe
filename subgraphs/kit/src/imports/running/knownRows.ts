import type { RecordFamily } from '../../family/recordFamily.ts'
import type { Importer } from '../importer.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { ImportPlaces } from './importPlaces.ts'
import type { RunContext } from './runContext.ts'
import { cannotBeStored } from './storeRows.ts'

/** The rows of a batch that are known when it is sent again: by their place among those asked about, with their record where they are one. */
export type KnownAmong = (rows: readonly JudgedRow[]) => Promise<ReadonlyMap<number, string | undefined>>

/**
 * What a batch has brought before. Sent again it changes nothing, whatever persons or the index decided since: a row is
 * known that made a version of a record, even one that stands no longer, or that ever came to the desk. Only the rows at
 * hand are asked about, for the batch may be as large as it likes.
 */
export function knownRows(
  { family, name }: Importer,
  { batchNo, provider }: Pick<RunContext, 'batchNo' | 'provider'>,
  { store, rowKey, doubts, unlinked }: Pick<ImportPlaces, 'store' | 'rowKey' | 'doubts' | 'unlinked'>,
): KnownAmong {
  return async (rows) => {
    const keys = rows.map(({ row }) => rowKey(name, row.cells, provider))
    const queued = new Map([...(await doubts.among(keys)), ...(await unlinked.among(keys))])
    const contents = rows.map(({ fields, identity, corrects, withdraws }, index) => {
      // What a correction does to its doubt may still have to be done: it goes the whole way again.
      if (corrects !== undefined || queued.has(keys[index] ?? '')) return undefined
      const content = contentOf(store, family, { fields, withdraws })
      return content === undefined
        ? undefined
        : { contentHash: content, ...(family.isSubject ? {} : { subject: identity }) }
    })
    const known = new Map<number, string | undefined>(await store.reportedAmong(family, batchNo, contents))
    for (const [index, { corrects }] of rows.entries()) {
      const key = keys[index] ?? ''
      if (corrects === undefined && queued.has(key)) known.set(index, queued.get(key))
    }
    return known
  }
}

/** Undefined for what cannot be stored, which goes the whole way: there it is a fault of its row and not of the batch. */
function contentOf(
  store: ImportPlaces['store'],
  family: RecordFamily,
  row: Pick<JudgedRow, 'fields' | 'withdraws'>,
): string | undefined {
  try {
    return store.contentOf(family, row)
  } catch (error) {
    if (cannotBeStored(error) === undefined) throw error
    return undefined
  }
}

import { createHash } from 'node:crypto'
import type { RecordFamily } from '../../family/recordFamily.ts'
import { contentHash } from '../../store/contentHash.ts'
import type { ReportedContent } from '../../store/recordStore.ts'
import type { Importer } from '../importer.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import type { ImportPlaces } from './importPlaces.ts'
import { cannotBeStored } from './storeRows.ts'

/** The rows of a batch that are known when it is sent again: by their place among those asked about, with their record where they are one. */
export type KnownAmong = (rows: readonly JudgedRow[]) => Promise<ReadonlyMap<number, string | undefined>>

/**
 * What a batch has brought before. Sent again it changes nothing, whatever persons or the index decided since: a row is
 * known that made a version of a record, even one that stands no longer, or that ever came to the desk.
 */
export async function knownRows(
  { family, name }: Importer,
  batchNo: string,
  { store, rowKey, doubts, unlinked }: Pick<ImportPlaces, 'store' | 'rowKey' | 'doubts' | 'unlinked'>,
): Promise<KnownAmong> {
  const stored = new Map<string, string>()
  for await (const made of store.reportedIn(family, batchNo)) stored.set(digestOf(made), made.recordId)
  return async (rows) => {
    const keys = rows.map(({ row }) => rowKey(name, row.cells))
    const queued = new Map([...(await doubts.among(keys)), ...(await unlinked.among(keys))])
    return new Map(
      rows.flatMap(({ fields, identity, corrects }, index): [number, string | undefined][] => {
        // What a correction does to its doubt may still have to be done: it goes the whole way again.
        if (corrects !== undefined) return []
        const key = keys[index] ?? ''
        if (queued.has(key)) return [[index, queued.get(key)]]
        const subject = family.isSubject ? undefined : identity
        const content = contentOf(store, family, fields)
        const recordId = content && stored.get(digestOf({ contentHash: content, subject }))
        return recordId === undefined ? [] : [[index, recordId]]
      }),
    )
  }
}

/** Undefined for what cannot be stored, which goes the whole way: there it is a fault of its row and not of the batch. */
function contentOf(
  store: ImportPlaces['store'],
  family: RecordFamily,
  fields: JudgedRow['fields'],
): string | undefined {
  try {
    return store.contentOf(family, fields)
  } catch (error) {
    if (cannotBeStored(error) === undefined) throw error
    return undefined
  }
}

/** Short, since there is one for every row of a batch; what a row says, and of whom. */
function digestOf({
  contentHash: content,
  subject,
}: Pick<ReportedContent, 'contentHash'> & { subject?: SubjectIdentity | undefined }): string {
  return createHash('sha256')
    .update(`${content}|${contentHash(subject)}`)
    .digest('base64url')
    .slice(0, 22)
}

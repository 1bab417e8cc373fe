import type { Connection, mongo } from 'mongoose'
import type { DeskAct } from '../../desk/deskAct.ts'
import type { RefusedLink } from '../linking/refusedLinks.ts'
import type { ImportBatch } from './importBatch.ts'
import type { DoubtRow, UnlinkedRow } from './queuedRow.ts'

/** What a division keeps of its imports beside the records. */
export interface ImportCollections {
  batches: mongo.Collection<ImportBatch>
  doubts: mongo.Collection<DoubtRow>
  unlinked: mongo.Collection<UnlinkedRow>
  refused: mongo.Collection<RefusedLink>
  acts: mongo.Collection<DeskAct>
}

/** The import collections of a division's database. */
export function importCollections(connection: Connection): ImportCollections {
  const collection = <Document extends { _id: string }>(name: string): mongo.Collection<Document> =>
    connection.collection(name) as unknown as mongo.Collection<Document>
  return {
    batches: collection('batches'),
    doubts: collection('doubt_rows'),
    unlinked: collection('unlinked_rows'),
    refused: collection('refused_links'),
    acts: collection('desk_acts'),
  }
}

/** Creates the indexes that the desk's lists ask. */
export async function buildImportIndexes(collections: ImportCollections): Promise<void> {
  const { batches, doubts, unlinked, refused, acts } = collections
  await batches.createIndex({ family: 1, startedAt: 1 })
  await batches.createIndex({ startedAt: 1, _id: 1 })
  for (const queue of [doubts, unlinked]) {
    await queue.createIndex({ batchNo: 1, line: 1 })
    await queue.createIndex({ queuedAt: 1, _id: 1 })
    await queue.createIndex({ family: 1, state: 1, queuedAt: 1 })
    await queue.createIndex({ family: 1, dutyFrom: 1 })
  }
  for (const path of ['recordId', 'rowId', 'batchNo']) await acts.createIndex({ [path]: 1, _id: 1 })
  await refused.createIndex({ family: 1 })
  await unlinked.createIndex({ recordId: 1 })
  await unlinked.createIndex({ retryAt: 1, _id: 1 })
}

import type { Connection, mongo } from 'mongoose'
import type { ImportBatch } from './importBatch.ts'
import type { DoubtRow } from './queuedRow.ts'

/** What a division keeps of its imports beside the records. */
export interface ImportCollections {
  batches: mongo.Collection<ImportBatch>
  doubts: mongo.Collection<DoubtRow>
}

/** The import collections of a division's database. */
export function importCollections(connection: Connection): ImportCollections {
  const collection = <Document extends { _id: string }>(name: string): mongo.Collection<Document> =>
    connection.collection(name) as unknown as mongo.Collection<Document>
  return { batches: collection('batches'), doubts: collection('doubt_rows') }
}

/** Creates the indexes that the desk's lists ask. */
export async function buildImportIndexes({ batches, doubts }: ImportCollections): Promise<void> {
  await batches.createIndex({ family: 1, startedAt: 1 })
  await doubts.createIndex({ batchNo: 1, line: 1 })
  await doubts.createIndex({ family: 1, state: 1, queuedAt: 1 })
}

import type { mongo } from 'mongoose'
import type { DeskAct } from '../../desk/deskAct.ts'
import { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { SealedPaths } from '../../sealing/sealedPaths.ts'
import type { DivisionCollections } from '../../store/divisionCollections.ts'
import type { ContradictedLink } from '../following/contradictedLinks.ts'
import type { RefusedLink } from '../linking/refusedLinks.ts'
import type { ImportBatch } from './importBatch.ts'
import type { ImportRun } from './importRun.ts'
import type { DoubtRow, UnlinkedRow } from './queuedRow.ts'

/** What a division keeps of its imports beside the records. */
export interface ImportCollections {
  batches: mongo.Collection<ImportBatch>
  runs: mongo.Collection<ImportRun>
  doubts: SealedCollection<DoubtRow>
  unlinked: SealedCollection<UnlinkedRow>
  refused: mongo.Collection<RefusedLink>
  contradicted: mongo.Collection<ContradictedLink>
  acts: SealedCollection<DeskAct>
}

/** What of a waiting row is sealed: all that its file said, what faults quote of it, and by what it names its subject. */
const ROW_PATHS = {
  cells: 'ALWAYS',
  reported: 'ALWAYS',
  identity: 'ALWAYS',
  faults: { message: 'ALWAYS' },
} as const
const ACT_PATHS = { before: 'ALWAYS', after: 'ALWAYS' } as const

/** The import collections of a division's database. */
export function importCollections({ connection, sealing }: DivisionCollections): ImportCollections {
  const collection = <Document extends { _id: string }>(name: string): mongo.Collection<Document> =>
    connection.collection(name) as unknown as mongo.Collection<Document>
  const sealed = <Document extends { _id: string }>(name: string, paths: SealedPaths): SealedCollection<Document> =>
    new SealedCollection(connection.collection(name) as unknown as mongo.Collection, {
      sealer: sealing.sealer,
      paths,
      placeOf: ({ _id }) => `${name}/${_id}`,
    })
  return {
    batches: collection('batches'),
    runs: collection('import_runs'),
    doubts: sealed('doubt_rows', ROW_PATHS),
    unlinked: sealed('unlinked_rows', ROW_PATHS),
    refused: collection('refused_links'),
    contradicted: collection('contradicted_links'),
    acts: sealed('desk_acts', ACT_PATHS),
  }
}

/**
 * Creates the indexes that the desk's lists ask, and with them every collection: one that a transaction had to create first
 * can fail it.
 */
export async function buildImportIndexes(collections: ImportCollections): Promise<void> {
  const { batches, runs, doubts, unlinked, refused, contradicted, acts } = collections
  await batches.createIndex({ family: 1, startedAt: 1 })
  await batches.createIndex({ startedAt: 1, _id: 1 })
  await runs.createIndex({ batchNo: 1, _id: 1 })
  for (const queue of [doubts, unlinked]) {
    await queue.createIndex({ batchNo: 1, line: 1 })
    await queue.createIndex({ queuedAt: 1, _id: 1 })
    await queue.createIndex({ family: 1, state: 1, queuedAt: 1 })
    await queue.createIndex({ family: 1, dutyFrom: 1 })
  }
  for (const path of ['recordId', 'rowId', 'batchNo']) await acts.createIndex({ [path]: 1, _id: 1 })
  await refused.createIndex({ family: 1 })
  await contradicted.createIndex({ isOpen: 1, foundAt: 1 })
  await unlinked.createIndex({ recordId: 1 })
  await unlinked.createIndex({ retryAt: 1, _id: 1 })
}

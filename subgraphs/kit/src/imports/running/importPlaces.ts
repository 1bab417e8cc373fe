import type { RecordStore } from '../../store/recordStore.ts'
import type { DoubtQueue } from '../batches/doubtQueue.ts'
import type { UnlinkedQueue } from '../batches/unlinkedQueue.ts'
import type { RowPlaces } from './chunkWriter.ts'

/** A division's store and queues, with all that can be done to them. */
export interface ImportPlaces extends RowPlaces {
  store: RecordStore
  doubts: DoubtQueue
  unlinked: UnlinkedQueue
}

/**
 * Places that say what would become of rows and keep none of them (试运行). Each chunk is held against what is stored,
 * not against the chunks before it: a row that stands twice in a file counts as new both times.
 */
export function dryPlaces({ store, link, doubts, unlinked }: ImportPlaces): RowPlaces {
  return {
    link,
    store: { write: (family, requests, context) => store.preview(family, requests, context) },
    doubts: { add: (rows, batch) => doubts.wouldAdd(rows, batch), corrected: async () => undefined },
    unlinked: { add: (rows, batch) => unlinked.wouldAdd(rows, batch) },
  }
}

import type { DivisionCollections } from '../../store/divisionCollections.ts'
import { RecordStore } from '../../store/recordStore.ts'
import { DoubtQueue } from '../batches/doubtQueue.ts'
import type { ImportCollections } from '../batches/importCollections.ts'
import { rowKeyBy } from '../batches/queuedRow.ts'
import { UnlinkedQueue } from '../batches/unlinkedQueue.ts'
import { ContradictedLinks } from '../following/contradictedLinks.ts'
import { RefusedLinks } from '../linking/refusedLinks.ts'
import type { SubjectLinker } from '../linking/subjectLinker.ts'
import type { RowPlaces } from './chunkWriter.ts'

/** A division's store and queues, with all that can be done to them. */
export interface ImportPlaces extends RowPlaces {
  store: RecordStore
  refused: RefusedLinks
  /** Where a link that does not hold waits for a person. */
  contradicted: ContradictedLinks
  doubts: DoubtQueue
  unlinked: UnlinkedQueue
}

/** The places of a division: its records, and what it keeps of its imports. */
export function importPlaces(
  records: DivisionCollections,
  { refused, contradicted, doubts, unlinked }: ImportCollections,
  link: SubjectLinker,
): ImportPlaces {
  const { digest } = records.sealing
  const rowKey = rowKeyBy(digest)
  return {
    store: new RecordStore(records),
    link,
    rowKey,
    refused: new RefusedLinks(refused, digest),
    contradicted: new ContradictedLinks(contradicted),
    doubts: new DoubtQueue(doubts, rowKey),
    unlinked: new UnlinkedQueue(unlinked, rowKey),
  }
}

/**
 * Places that say what would become of rows and keep none of them (试运行). Each chunk is held against what is stored,
 * not against the chunks before it: a row that stands twice in a file counts as new both times.
 */
export function dryPlaces({ store, link, rowKey, refused, doubts, unlinked }: ImportPlaces): RowPlaces {
  return {
    link,
    rowKey,
    refused,
    store: { write: (family, requests, context) => store.preview(family, requests, context) },
    doubts: {
      add: (rows, batch) => doubts.wouldAdd(rows, batch),
      corrected: async () => undefined,
      about: (ids) => doubts.about(ids),
    },
    unlinked: { add: (rows, batch) => unlinked.wouldAdd(rows, batch) },
  }
}

import type { DoubtRow, UnlinkedRow } from '../batches/queuedRow.ts'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import type { RowFault } from '../rows/rowReading.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'

/** A row of one of the two queues. */
export type WaitingRow = { queue: 'doubts'; row: DoubtRow } | { queue: 'unlinked'; row: UnlinkedRow }

/** What a row comes to when it is taken through the pipeline once more. */
export type RowFate =
  | {
      became: 'created' | 'updated' | 'duplicate'
      recordId?: string
      subjectId?: string | undefined
    }
  | {
      became: 'doubtful'
      faults: RowFault[]
      /** The store has found that its record is there already. */
      isReported?: boolean
    }
  | { became: 'unlinked'; identity: SubjectIdentity; answer: LinkAnswer }

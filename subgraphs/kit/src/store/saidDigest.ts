import type { RecordSource, StoredRecord } from '../family/recordEnvelope.ts'
import type { KeyedDigest } from '../sealing/keyedDigest.ts'
import { contentHash } from './contentHash.ts'

/** What a row said of a record, and by what it named its subject. */
export interface ReportedContent extends Pick<StoredRecord, 'contentHash'> {
  subject?: RecordSource['subject']
}

/**
 * The digest under which a version keeps what the row of a batch said, and of whom: sent again under the same number, the
 * row is found by it, whatever has become of its record. Keyed, for a row may hold a citizen id.
 */
export function saidDigest(
  digest: KeyedDigest,
  batchNo: string,
  { contentHash: content, subject }: ReportedContent,
): string {
  return digest('said', [batchNo, content, contentHash(subject)].join('|'))
}

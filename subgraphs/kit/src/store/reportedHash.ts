import { contentHash } from './contentHash.ts'
import type { PutRequest } from './writeRequest.ts'

/** The digest of what a row says; one that withdraws a record says another thing than the row that brought it. */
export function reportedHash({ fields, withdraws }: Pick<PutRequest, 'fields' | 'withdraws'>): string {
  return contentHash(withdraws ? { ...fields, recordState: 'WITHDRAWN' } : fields)
}

import { openContent } from '../../agreements/agreementScope.ts'
import type { AgreementTerms } from '../../agreements/agreementTerms.ts'
import type { FeedEvent } from '../../feed/feedEvent.ts'
import type { ExportChange } from '../filePlan.ts'

/**
 * A change as an agreement's files tell it: what the agreement does not cover, or no longer does, has no record. It is
 * told nevertheless, for it may stand in an earlier file.
 */
export function scopedChange(terms: AgreementTerms, event: FeedEvent): ExportChange {
  const { division, sequence, kind, recordId, version, effectiveOn } = event
  return { division, sequence, kind, recordId, version, effectiveOn, record: openContent(terms, event) }
}

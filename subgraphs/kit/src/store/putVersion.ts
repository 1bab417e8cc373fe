import { isWhole } from '../family/recordEnding.ts'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { contentHash } from './contentHash.ts'
import { endedFields, mayEnd, stayingEnded } from './endedRecord.ts'
import { onWord } from './onWord.ts'
import { ownFields } from './ownFields.ts'
import type { PlanDraft } from './planDraft.ts'
import type { PutRequest, WriteContext, WriteOutcome } from './writeRequest.ts'

/**
 * The version that a row makes of the record it is about, unless nothing in it is new.
 * @param hash of what the row says
 */
export function putVersion(draft: PlanDraft, request: PutRequest, current: StoredRecord, hash: string): WriteOutcome {
  const { family, now, context } = draft
  const { operator, batchNo, ruleSetId } = context
  const before = ownFields(family, current)
  const envelope = {
    contentHash: hash,
    batchNo,
    ruleSetId,
    quality: request.quality,
    source: request.byHand ? onWord(request.source) : request.source,
    // What the division reports itself is its own from then on.
    provider: context.provider && current.provider,
  }
  const keys = family.naturalKeys(request.fields, request.subjectId)
  if (request.withdraws) {
    const reason = family.ending && request.fields[family.ending.reason]
    const change = { kind: 'WITHDRAWN' as const, operator, ...(reason ? { reason: String(reason) } : {}) }
    return draft.advance(current, { change, fields: before, keys: [] }, { ...envelope, recordState: 'WITHDRAWN' })
  }
  const tellsAll = !mayEnd(family, request) || (isWhole(family, request.fields) && isOwner(draft, keys, current))
  const reported = tellsAll ? request.fields : endedFields(before, request.fields)
  const kept = request.byHand ? reported : stayingEnded(family, before, reported)
  const fields = family.carryOver(before, kept, now)
  // What is carried over can leave nothing new: a row of an earlier day that tells what is known.
  const isCarried = family.isSubject || kept !== request.fields
  if (isCarried && !becomesOwn(draft.context, current) && contentHash(fields) === contentHash(before)) {
    return { outcome: 'DUPLICATE', recordId: current.recordId, version: current.version }
  }
  const { subjectId } = request
  return draft.advance(
    current,
    // What is carried over, or ended by a row that names none, brings no keys that an earlier row has not brought.
    { change: { kind: 'CORRECTED', operator }, fields, keys: tellsAll ? keys : [] },
    { ...envelope, ...(subjectId === undefined || family.isSubject ? {} : { subjectId }) },
  )
}

/** Whether the division reports what only another has: the record is its own then, whatever the words. */
export function becomesOwn({ provider }: WriteContext, current: StoredRecord): boolean {
  return provider === undefined && current.provider !== undefined && current.recordState === 'CURRENT'
}

function isOwner({ ownerByKey }: PlanDraft, keys: readonly string[], { recordId }: StoredRecord): boolean {
  return keys.some((key) => ownerByKey.get(key) === recordId)
}

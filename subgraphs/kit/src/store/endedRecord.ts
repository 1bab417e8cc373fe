import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields } from '../family/recordFamily.ts'
import type { PlanDraft } from './planDraft.ts'
import type { PutRequest } from './writeRequest.ts'

/** Whether a row may end a record whose natural keys it does not name. */
export function mayEnd({ ending }: PlanDraft['family'], { fields, withdraws }: PutRequest): boolean {
  return ending !== undefined && (fields[ending.by] !== undefined || withdraws === true)
}

/**
 * The record that a row ends without naming its natural keys: the only one of the subject that stands and agrees with all
 * that the row says of it; where none stands, the one that this row, or another of that day, has ended. Everybody ends
 * its own first; where an organisation outside has none, what others have reported is found, for a person to decide.
 * @returns SEVERAL where the row does not say which
 */
export function endedRecord(draft: PlanDraft, request: PutRequest, hash: string): StoredRecord | 'SEVERAL' | undefined {
  const { provider } = draft.context
  const all = agreeingWith(draft, request)
  const isOwn = (record: StoredRecord): boolean => record.provider === provider
  const own = endedAmong(draft, request, hash, all.filter(isOwn))
  if (own !== undefined) return own
  return request.byHand || provider === undefined ? endedAmong(draft, request, hash, all) : all[0]
}

function agreeingWith(draft: PlanDraft, request: PutRequest): StoredRecord[] {
  const { ending } = draft.family
  if (ending === undefined || !mayEnd(draft.family, request)) return []
  const { fields, subjectId } = request
  const isAlike = (record: StoredRecord, name: string) => record[name] === fields[name]
  const endedOn = fields[ending.by]
  return [...draft.currentById.values()].filter(
    (record) =>
      record.subjectId === subjectId &&
      ending.namedBy.every((name) => isSaid(fields[name]) && isAlike(record, name)) &&
      ending.alsoBy.every((name) => !isSaid(fields[name]) || !isSaid(record[name]) || isAlike(record, name)) &&
      (!isSaid(endedOn) || !isSaid(record[ending.since]) || String(record[ending.since]) <= String(endedOn)),
  )
}

function endedAmong(draft: PlanDraft, request: PutRequest, hash: string, agreeing: readonly StoredRecord[]) {
  const { ending } = draft.family
  if (ending === undefined) return undefined
  const said = agreeing.find(
    ({ recordId, contentHash }) => contentHash === hash || draft.state.saidOf?.get(recordId)?.has(hash),
  )
  if (said !== undefined) return said
  const current = agreeing.filter(({ recordState }) => recordState === 'CURRENT')
  const standing = current.filter((record) => !isEnded(draft.family, record))
  const { fields, withdraws } = request
  if (withdraws) return onlyOne(standing.length > 0 ? standing : agreeing)
  // The very words that have ended one before may be that list once more: who stands beside it is not taken off for it.
  const isSaidOf = (record: StoredRecord): boolean =>
    ending.fields.every((name) => !isSaid(fields[name]) || record[name] === fields[name])
  if (standing.length > 0) return onlyOne([...standing, ...current.filter(isSaidOf)])
  return onlyOne(current.filter((record) => record[ending.by] === fields[ending.by]))
}

/** What a record says once a row has ended it: all that it said before, and what the row says. */
export function endedFields(before: FamilyFields, reported: FamilyFields): FamilyFields {
  return { ...before, ...Object.fromEntries(Object.entries(reported).filter(([, value]) => isSaid(value))) }
}

/** A row that leaves out the end does not take it back: a list that is sent again brings nobody back on it. What it says of the end is taken. */
export function stayingEnded({ ending }: PlanDraft['family'], before: FamilyFields, reported: FamilyFields) {
  if (ending === undefined || !isSaid(before[ending.by]) || isSaid(reported[ending.by])) return reported
  const leftOut = ending.fields.filter((name) => !isSaid(reported[name]))
  return { ...reported, ...Object.fromEntries(leftOut.map((name) => [name, before[name]])) }
}

/** Whether a record has ended. */
export function isEnded({ ending }: PlanDraft['family'], record: FamilyFields): boolean {
  return ending !== undefined && isSaid(record[ending.by])
}

const onlyOne = (records: readonly StoredRecord[]) => (records.length > 1 ? 'SEVERAL' : records[0])
const isSaid = (value: unknown): boolean => value !== undefined && value !== null

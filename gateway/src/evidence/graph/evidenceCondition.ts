import type { mongo } from 'mongoose'
import type { StoredEvidence } from '../ledger/evidenceStore.ts'
import type { EvidenceKind } from '../record/evidenceRecord.ts'

/** As GraphQL hands it over (input EvidenceFilter). */
export interface EvidenceFilter {
  readonly caller?: string | null
  readonly subjectId?: string | null
  readonly purpose?: string | null
  readonly operation?: string | null
  readonly kinds?: readonly EvidenceKind[] | null
  readonly from?: Date | null
  readonly to?: Date | null
}

export type EvidenceCondition = mongo.Filter<StoredEvidence>

/** The condition that a filter stands for; what it leaves out is not asked. */
export function evidenceCondition(filter: EvidenceFilter | null | undefined): EvidenceCondition {
  const { caller, subjectId, purpose, operation, kinds, from, to } = filter ?? {}
  const given = Object.entries({ caller, subjectIds: subjectId, purpose, operation }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return {
    ...Object.fromEntries(given),
    ...(kinds ? { kind: { $in: [...kinds] } } : {}),
    ...(from || to ? { at: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } } : {}),
  }
}

import type { SchemaDefinition } from 'mongoose'
import type { SubjectIdentity } from '../imports/rows/subjectIdentity.ts'

/**
 * Where a record stands: in force, withdrawn by its division, repaired under the credit-repair rules, or, for a subject,
 * merged into another one.
 */
export type RecordState = 'CURRENT' | 'WITHDRAWN' | 'REPAIRED' | 'MERGED'

/** What a new version did to its record; also the kind of the outbox event that announces it. */
export type ChangeKind = 'CREATED' | 'CORRECTED' | 'WITHDRAWN' | 'REPAIRED' | 'RELINKED' | 'MERGED'

/** Why a version came to be: what it did, on whose word, and from which day it counts (YYYY-MM-DD). */
export interface RecordChange {
  kind: ChangeKind
  operator?: string
  reason?: string
  effectiveOn?: string
  /** The act that it follows from, as that act's number in the subject index. */
  cause?: number
}

/** A remark of the rules that did not stop a record, e.g. an organisation-code part that fails its own check. */
export interface QualityNote {
  rule: string
  field?: string
  message: string
}

/**
 * Where a record's text came from: the batch's file, its line, and the raw values before normalisation; and by what the
 * row named its subject, as far as the link rests on that and not on a person's word.
 */
export interface RecordSource {
  subject?: SubjectIdentity
  file?: string
  line?: number
  raw?: Record<string, string>
}

/**
 * What every stored record carries beside its family's own fields.
 * Valid time (`validFrom`, `validTo`) are calendar dates; recorded time (`recordedAt`, `supersededAt`) are instants.
 */
export interface RecordEnvelope {
  recordId: string
  subjectId: string
  version: number
  recordState: RecordState
  validFrom?: string | undefined
  validTo?: string | undefined
  recordedAt: Date
  supersededAt: Date
  batchNo?: string | undefined
  /** The organisation outside that reported it (信息提供方, GB/T 39442), as long as nobody else has. */
  provider?: string | undefined
  ruleSetId?: string | undefined
  contentHash: string
  change: RecordChange
  quality?: QualityNote[] | undefined
  source?: RecordSource | undefined
  /** Subjects that it was linked to and is not about: no later row links it to them again. */
  refusedSubjects?: string[] | undefined
}

/** `supersededAt` of a version that still stands: a real date, so that one range condition serves every `asOf`. */
export const NEVER_SUPERSEDED = new Date('9999-12-31T00:00:00.000Z')

/** The envelope as mongoose paths; families add theirs beside it. */
export const envelopeDefinition = {
  recordId: { type: String, required: true },
  subjectId: { type: String, required: true },
  version: { type: Number, required: true },
  recordState: { type: String, required: true },
  validFrom: String,
  validTo: String,
  recordedAt: { type: Date, required: true },
  supersededAt: { type: Date, required: true },
  batchNo: String,
  provider: String,
  ruleSetId: String,
  contentHash: { type: String, required: true },
  change: { kind: String, operator: String, reason: String, effectiveOn: String, cause: Number },
  quality: [{ _id: false, rule: String, field: String, message: String }],
  source: { file: String, line: Number, raw: Object, subject: Object },
  refusedSubjects: { type: [String], default: undefined },
} satisfies SchemaDefinition

/** One stored record: envelope and family fields side by side, as MongoDB holds them. */
export type StoredRecord = RecordEnvelope & Record<string, unknown>

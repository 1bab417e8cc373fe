import { type Connection, type Model, Schema } from 'mongoose'
import { envelopeDefinition, type StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'

/** A stored record with the key of its collection: the record's own id, or one id per version. */
export type RecordDocument = StoredRecord & { _id: string }

/** The two collections of a family: what stands now, and every version there ever was. */
export interface FamilyModels {
  current: Model<RecordDocument>
  versions: Model<RecordDocument>
}

/**
 * Makes a family's collections known to a connection, with their indexes.
 * No index is unique beside `_id`: uniqueness is held by key documents (see `recordKeys.ts`).
 */
export function familyModels(connection: Connection, family: RecordFamily): FamilyModels {
  const collection = family.name.replaceAll('-', '_')
  const current = familySchema(family)
  for (const path of listPaths(family)) current.index({ [path]: 1, recordId: 1 })
  const versions = familySchema(family)
  versions.index({ recordId: 1, recordedAt: 1 })
  versions.index({ recordedAt: 1, recordId: 1 })
  return {
    current: connection.model<RecordDocument>(`${family.typeName}`, current, collection),
    versions: connection.model<RecordDocument>(`${family.typeName}Version`, versions, `${collection}_versions`),
  }
}

/** Paths by which an index finds records: of what stands now, or of all versions. */
export function indexedPaths(family: RecordFamily, ofCurrent: boolean): ReadonlySet<string> {
  return new Set(ofCurrent ? ['_id', 'subjectId', ...listPaths(family)] : ['_id', 'subjectId', 'recordId'])
}

const listPaths = (family: RecordFamily): string[] => [...family.indexes, ...Object.values(family.orders)]

function familySchema(family: RecordFamily): Schema<RecordDocument> {
  const definition = { _id: { type: String, required: true }, ...family.definition, ...envelopeDefinition }
  const schema = new Schema<RecordDocument>(definition as never, {
    versionKey: false,
    minimize: false,
    autoIndex: false,
    autoCreate: false,
  })
  schema.index({ subjectId: 1, recordId: 1 })
  schema.index({ batchNo: 1, recordId: 1 })
  return schema
}

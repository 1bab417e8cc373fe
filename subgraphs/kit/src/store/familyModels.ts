import { type Connection, type mongo, Schema } from 'mongoose'
import { envelopeDefinition, type StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import { SealedCollection } from '../sealing/sealedCollection.ts'
import { type SealedPaths, sealedPaths } from '../sealing/sealedPaths.ts'
import type { Sealing } from '../sealing/sealing.ts'

/**
 * A stored record with the key of its collection: the record's own id, or one id per version; and in a version of a batch
 * what it was made of, see `saidDigest`.
 */
export type RecordDocument = StoredRecord & { _id: string; said?: string | undefined }

/** The two collections of a family: what stands now, and every version there ever was. */
export interface FamilyModels {
  current: SealedCollection<RecordDocument>
  versions: SealedCollection<RecordDocument>
  /** Values as the family's definition types them. @throws mongoose ValidationError for one that its type cannot hold */
  cast: (fields: FamilyFields) => FamilyFields
}

/**
 * Makes a family's collections known to a connection, with their indexes.
 * No index is unique beside `_id`: uniqueness is held by key documents (see `recordKeys.ts`).
 */
export function familyModels(connection: Connection, family: RecordFamily, { sealer }: Sealing): FamilyModels {
  const collection = family.name.replaceAll('-', '_')
  const current = familySchema(family)
  current.index({ batchNo: 1, recordId: 1 })
  for (const path of listPaths(family)) current.index({ [path]: 1, recordId: 1 })
  const versions = familySchema(family)
  versions.index({ batchNo: 1, said: 1 })
  versions.index({ recordId: 1, recordedAt: 1 })
  versions.index({ recordedAt: 1, recordId: 1 })
  const currentModel = connection.model<RecordDocument>(`${family.typeName}`, current, collection)
  const versionsModel = connection.model<RecordDocument>(
    `${family.typeName}Version`,
    versions,
    `${collection}_versions`,
  )
  const sealedAs = {
    sealer,
    paths: sealedPathsOf(family),
    // By the key, which every update names; that of a version begins with its record's id.
    placeOf: ({ _id }: Pick<RecordDocument, '_id'>) => `${family.name}/${String(_id).split('/', 1)}`,
  }
  const sealed = (raw: unknown) => new SealedCollection<RecordDocument>(raw as mongo.Collection, sealedAs)
  return {
    current: sealed(currentModel.collection),
    versions: sealed(versionsModel.collection),
    cast: (fields) => currentModel.castObject(fields) as FamilyFields,
  }
}

/** What a family declares; and where a record came from: the text of its row, whatever stood in it, and a digest of it. */
function sealedPathsOf({ definition }: RecordFamily): SealedPaths {
  return { ...sealedPaths(definition), ...Object.fromEntries(SEALED_ENVELOPE.map((field) => [field, 'ALWAYS'])) }
}

/** Envelope fields that are sealed whatever the family. */
const SEALED_ENVELOPE = ['source', 'contentHash'] as const

/** What only the store reads; it does not come with a question's records. */
export const STORE_ONLY = [...SEALED_ENVELOPE, 'said'] as const

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
  return schema
}

import type { Connection, mongo } from 'mongoose'
import type { SealedCollection } from './sealedCollection.ts'
import { isFullySealed, openDocument, sealDocument } from './sealedDocument.ts'

const DOCUMENTS_AT_A_TIME = 500

/** How far the documents of one collection have been sealed anew; survives every restart. */
export interface SealingProgress {
  /** The collection. */
  _id: string
  /** Under which key, and what of a document: another of either begins anew. */
  sealing: string
  /** When the looking began. */
  begunAt?: Date | undefined
  /** Id of the last document that was looked at. */
  after: string
  /** Documents that had to be sealed anew. */
  resealed: number
  doneAt?: Date | undefined
}

/** A collection of any documents with ids of text. */
export type ResealedCollection = Pick<SealedCollection<never>, 'raw' | 'sealedAs'>

export interface Resealing {
  collections: readonly ResealedCollection[]
  progress: mongo.Collection<SealingProgress>
  /** What was looked at before is looked at again. */
  after?: Date | undefined
  /** Whether to go on; false while another process does it, or when this one stops. */
  goOn: () => Promise<boolean>
  /** Told after every part, and when a collection is done. */
  onProgress: (progress: SealingProgress) => void
}

/** Where a division remembers how far it has come. */
export function sealingProgress(connection: Connection): mongo.Collection<SealingProgress> {
  return connection.collection('sealing_progress') as unknown as mongo.Collection<SealingProgress>
}

/**
 * Seals anew what an older key has sealed, and what was written before its field was marked as sensitive. It goes on where
 * it was stopped; what is written meanwhile is sealed by its writer.
 * @returns whether everything is sealed under the present key
 */
export async function reseal({ collections, progress, after, goOn, onProgress }: Resealing): Promise<boolean> {
  for (const collection of collections) {
    let state = await begun(collection, progress, after)
    while (state.doneAt === undefined) {
      if (!(await goOn())) return false
      state = await resealPart(collection, state)
      await progress.replaceOne({ _id: state._id }, state, { upsert: true })
      onProgress(state)
    }
  }
  return true
}

async function begun(
  { raw: { collectionName }, sealedAs: { sealer, paths } }: ResealedCollection,
  progress: mongo.Collection<SealingProgress>,
  after: Date | undefined,
): Promise<SealingProgress> {
  const sealing = JSON.stringify([sealer.keyId, paths])
  const known = await progress.findOne({ _id: collectionName })
  const isEarly = after !== undefined && (known?.begunAt ?? after) <= after
  if (known?.sealing === sealing && !isEarly) return known
  return { _id: collectionName, sealing, begunAt: new Date(), after: '', resealed: 0 }
}

async function resealPart(collection: ResealedCollection, state: SealingProgress): Promise<SealingProgress> {
  const { raw, sealedAs } = collection
  const next = { _id: { $gt: state.after as never } }
  const found = await raw.find(next, { sort: { _id: 1 }, limit: DOCUMENTS_AT_A_TIME }).toArray()
  const stale = found.filter((document) => !isFullySealed(document, sealedAs.paths, sealedAs.sealer))
  const { modifiedCount = 0 } =
    stale.length === 0
      ? {}
      : await raw.bulkWrite(
          stale.map((document) => ({ updateOne: resealed(document, sealedAs) })),
          { ordered: false },
        )
  const last = found.at(-1)
  const counted = { ...state, resealed: state.resealed + modifiedCount }
  if (last === undefined || found.length < DOCUMENTS_AT_A_TIME) return { ...counted, doneAt: new Date() }
  return { ...counted, after: String(last._id) }
}

/** The update of a document, unless somebody has written it since: by version records, by revision rows tell. */
export function resealed(document: mongo.Document, { sealer, paths, placeOf }: ResealedCollection['sealedAs']) {
  const place = placeOf(document as never)
  const sealed = sealDocument(openDocument(document, paths, place, sealer), paths, place, sealer)
  const fields = Object.keys(paths).flatMap((field) => (field in sealed ? [[field, sealed[field]]] : []))
  const { _id, version = null, revision = null } = document
  // A condition beside the id would make some servers read the collection for each document.
  const isAsRead = { $and: [isStill('$version', version), isStill('$revision', revision)] }
  const anew = { $mergeObjects: ['$$ROOT', { $literal: Object.fromEntries(fields) }] }
  return { filter: { _id }, update: [{ $replaceWith: { $cond: [isAsRead, anew, '$$ROOT'] } }] }
}

function isStill(field: string, value: unknown) {
  return { $eq: [{ $ifNull: [field, null] }, { $literal: value }] }
}

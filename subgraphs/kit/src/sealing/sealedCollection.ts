import type { mongo } from 'mongoose'
import { openDocument, sealDocument } from './sealedDocument.ts'
import type { SealedPaths } from './sealedPaths.ts'
import type { ValueSealer } from './valueSealer.ts'

type Filter = Readonly<Record<string, unknown>>
type Written = Readonly<Record<string, unknown>>
interface Update {
  $set?: Written
  $unset?: Written
}

/** One change of a bulk; a replacement or `$set` of sensitive fields names its document by `_id`. */
export type BulkChange =
  | { updateOne: { filter: Filter; update: Update } }
  | { replaceOne: { filter: Filter; replacement: object } }

/** How the documents of a collection are sealed. */
export interface SealedAs<Document> {
  sealer: ValueSealer
  paths: SealedPaths
  /** What a document's values are bound to; the same in every collection that it is copied between. */
  placeOf: (document: Document & { _id: unknown }) => string
}

/**
 * A collection whose sensitive fields are sealed on the way in and opened on the way out. It has only what goes through
 * here: whoever needs another operation adds it here, and cannot write past the sealing.
 */
export class SealedCollection<Document extends object> {
  constructor(
    /** The collection as the server has it: for indexes, counts and the resealing. */
    readonly raw: mongo.Collection,
    readonly sealedAs: SealedAs<Document>,
  ) {}

  find(filter: Filter = {}, options?: mongo.FindOptions): mongo.FindCursor<Document> {
    return this.raw.find(filter, options).map((found) => this.opened(found)) as never
  }

  async findOne(filter: Filter = {}, options?: mongo.FindOptions): Promise<Document | null> {
    const found = await this.raw.findOne(filter, options)
    return found === null ? null : this.opened(found)
  }

  /** What stages make of documents comes without sensitive fields, or whole. */
  aggregate<Result extends object>(
    stages: mongo.Document[],
    options?: mongo.AggregateOptions,
  ): mongo.AggregationCursor<Result> {
    return this.raw.aggregate(stages, options).map((found) => this.opened(found)) as never
  }

  countDocuments(filter: Filter = {}, options?: mongo.CountDocumentsOptions): Promise<number> {
    return this.raw.countDocuments(filter, options)
  }

  insertOne(document: Document, options?: mongo.InsertOneOptions): Promise<mongo.InsertOneResult> {
    return this.raw.insertOne(this.sealed(document), options)
  }

  insertMany(documents: readonly Document[], options?: mongo.BulkWriteOptions): Promise<mongo.InsertManyResult> {
    return this.raw.insertMany(
      documents.map((document) => this.sealed(document)),
      options,
    )
  }

  updateOne(filter: Filter, update: Update, options?: mongo.UpdateOptions): Promise<mongo.UpdateResult> {
    return this.raw.updateOne(filter, this.sealedUpdate(filter, update), options)
  }

  /** @throws Error for a sensitive field: what is sealed belongs to one document */
  updateMany(filter: Filter, update: Update): Promise<mongo.UpdateResult> {
    const field = this.sensitiveIn(update.$set ?? {})
    if (field !== undefined) throw new Error(`${field} is sealed for one document at a time`)
    return this.raw.updateMany(filter, update)
  }

  bulkWrite(changes: readonly BulkChange[], options?: mongo.BulkWriteOptions): Promise<mongo.BulkWriteResult> {
    const sealed = changes.map((change) => {
      if ('replaceOne' in change) {
        const { filter, replacement } = change.replaceOne
        const { _id, ...document } = this.sealed({ ...replacement, _id: filter._id } as unknown as Document)
        return { replaceOne: { filter, replacement: document } }
      }
      const { filter, update } = change.updateOne
      return { updateOne: { filter, update: this.sealedUpdate(filter, update) } }
    })
    return this.raw.bulkWrite(sealed as never, options)
  }

  deleteMany(filter: Filter): Promise<mongo.DeleteResult> {
    return this.raw.deleteMany(filter)
  }

  createIndex(keys: mongo.IndexSpecification): Promise<string> {
    return this.raw.createIndex(keys)
  }

  private opened(found: mongo.Document): Document {
    const { sealer, paths, placeOf } = this.sealedAs
    const document = found as Document & { _id: unknown }
    return openDocument(document, paths, placeOf(document), sealer)
  }

  private sealed(document: Document): mongo.OptionalId<mongo.Document> & { _id?: never } {
    const { sealer, paths, placeOf } = this.sealedAs
    return sealDocument(document, paths, placeOf(document as Document & { _id: unknown }), sealer) as never
  }

  private sealedUpdate(filter: Filter, { $set, ...others }: Update): Update {
    if ($set === undefined) return others
    if (this.sensitiveIn($set) === undefined) return { ...others, $set }
    if (typeof filter._id !== 'string') throw new Error('What is sealed belongs to one document: name it by _id')
    const { _id, ...sealed } = this.sealed({ ...$set, _id: filter._id } as unknown as Document)
    return { ...others, $set: sealed }
  }

  /** @throws Error for a path into a sensitive field, which nothing would seal */
  private sensitiveIn($set: Written): string | undefined {
    const sensitive = Object.keys($set).filter((path) =>
      path.split('.', 1).some((field) => field in this.sealedAs.paths),
    )
    const within = sensitive.find((path) => path.includes('.'))
    if (within !== undefined) throw new Error(`${within} is sealed with its field: set the field whole`)
    return sensitive[0]
  }
}

import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { indexedPaths } from '../store/familyModels.ts'
import type { Condition } from './fieldFilter.ts'
import { afterPosition, type KeysetOrder, type KeysetPosition, sortOf } from './keysetCursor.ts'
import { narrowing } from './narrowing.ts'
import type { ReadDeadline } from './readDeadline.ts'

/** Records that come with one round trip; a page of 200 enterprises and its families needs no second one. */
const BATCH_SIZE = 10_000

/** One page's worth of a question to a family. */
export interface PageQuestion {
  conditions: readonly Condition[]
  order: KeysetOrder
  after?: KeysetPosition | undefined
  limit: number
  asOf?: Date | undefined
}

/** Reads a division's records, as they stand or as they stood recorded at any instant (`asOf`). */
export class RecordReader {
  constructor(
    private readonly collections: DivisionCollections,
    private readonly deadline: ReadDeadline,
  ) {}

  async page(family: RecordFamily, question: PageQuestion): Promise<StoredRecord[]> {
    const { order, after, limit, asOf } = question
    const keyset = after === undefined ? [] : [afterPosition(order, after)]
    const conditions = [...standing(asOf), ...question.conditions, ...keyset]
    return this.find(family, asOf, conditions, { sort: sortOf(order), limit })
  }

  async count(family: RecordFamily, conditions: readonly Condition[], asOf: Date | undefined): Promise<number> {
    const all = [...standing(asOf), ...conditions]
    const narrow = narrowing(all, indexedPaths(family, asOf === undefined))
    const collection = this.collection(family, asOf)
    if (narrow === undefined) return collection.countDocuments(allOf(all) as never, this.options())
    const stages = [{ $match: narrow }, { $match: allOf(all) }, { $count: 'total' }]
    const [counted] = await collection.aggregate<{ total: number }>(stages, this.options()).toArray()
    return counted?.total ?? 0
  }

  /** Records by their ids, whatever their state; in no order. */
  async byIds(family: RecordFamily, recordIds: readonly string[], asOf: Date | undefined): Promise<StoredRecord[]> {
    const key = asOf === undefined ? '_id' : 'recordId'
    return this.find(family, asOf, [...standing(asOf), { [key]: { $in: recordIds } }], {})
  }

  /** Who owns these natural keys, now and for ever: key -> recordId; keys that nobody owns are absent. */
  async owners(keys: readonly string[]): Promise<Map<string, string>> {
    const found = await this.collections.keys.find({ _id: { $in: [...keys] } }, this.options()).toArray()
    return new Map(found.map(({ _id, recordId }) => [_id, recordId]))
  }

  /** All records of these subjects that are in force, in the family's default order. */
  async bySubjects(
    family: RecordFamily,
    subjectIds: readonly string[],
    asOf: Date | undefined,
  ): Promise<StoredRecord[]> {
    const order = {
      path: family.orders[family.defaultOrder.field] ?? 'recordId',
      direction: family.defaultOrder.direction,
    }
    const conditions = [...standing(asOf), { subjectId: { $in: subjectIds } }, { recordState: 'CURRENT' }]
    return this.find(family, asOf, conditions, { sort: sortOf(order) })
  }

  /** Records that hold one of these texts at an indexed path, whatever their state; in no order. */
  byField(family: RecordFamily, path: string, values: readonly string[]): Promise<StoredRecord[]> {
    return this.find(family, undefined, [{ [path]: { $in: values } }], {})
  }

  /** Every version of these records, newest first. */
  async versions(family: RecordFamily, recordIds: readonly string[]): Promise<StoredRecord[]> {
    const { versions } = this.collections.modelsOf(family)
    const cursor = versions.collection.find({ recordId: { $in: recordIds } } as never, this.options())
    return (await cursor.sort({ recordedAt: -1, _id: -1 }).toArray()) as unknown as StoredRecord[]
  }

  private async find(
    family: RecordFamily,
    asOf: Date | undefined,
    conditions: readonly Condition[],
    { sort, limit }: { sort?: Record<string, 1 | -1>; limit?: number },
  ): Promise<StoredRecord[]> {
    const collection = this.collection(family, asOf)
    const narrow = narrowing(conditions, indexedPaths(family, asOf === undefined))
    if (narrow === undefined) {
      const options = { ...this.options(), ...(sort && { sort }), ...(limit !== undefined && { limit }) }
      return (await collection.find(allOf(conditions) as never, options).toArray()) as unknown as StoredRecord[]
    }
    const stages = [
      { $match: narrow },
      { $match: allOf(conditions) },
      ...(sort ? [{ $sort: sort }] : []),
      ...(limit === undefined ? [] : [{ $limit: limit }]),
    ]
    return collection.aggregate<StoredRecord>(stages, this.options()).toArray()
  }

  private collection(family: RecordFamily, asOf: Date | undefined) {
    const { current, versions } = this.collections.modelsOf(family)
    return (asOf === undefined ? current : versions).collection
  }

  private options(): { maxTimeMS: number; signal: AbortSignal; batchSize: number } {
    return { maxTimeMS: this.deadline.remaining(), signal: this.deadline.signal, batchSize: BATCH_SIZE }
  }
}

/** The versions that stood recorded at an instant; without one the collection of current records says it all. */
function standing(asOf: Date | undefined): Condition[] {
  return asOf === undefined ? [] : [{ recordedAt: { $lte: asOf } }, { supersededAt: { $gt: asOf } }]
}

function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? {} : { $and: conditions }
}

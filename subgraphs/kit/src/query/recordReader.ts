import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { visibleTo } from '../access/recordVisibility.ts'
import { NEVER_SUPERSEDED, type StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import { groupBy } from '../loading/groupBy.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { indexedPaths, type RecordDocument, STORE_ONLY } from '../store/familyModels.ts'
import { databaseLimits } from './databaseLimits.ts'
import type { Condition } from './fieldFilter.ts'
import { afterPosition, type KeysetOrder, type KeysetPosition, sortOf } from './keysetCursor.ts'
import { narrowing } from './narrowing.ts'
import type { ReadDeadline } from './readDeadline.ts'

/** Records that come with one round trip; a page of 200 enterprises and its families needs no second one. */
const BATCH_SIZE = 10_000

/** As an instant: all versions there are. */
const EVER = NEVER_SUPERSEDED

/** What comes with the records of a question: all that resolvers show. */
const QUESTIONED = Object.fromEntries(STORE_ONLY.map((field) => [field, 0]))

/** One page's worth of a question to a family. */
export interface PageQuestion {
  conditions: readonly Condition[]
  order: KeysetOrder
  after?: KeysetPosition | undefined
  limit: number
  asOf?: Date | undefined
}

/**
 * Reads a division's records, as they stand or as they stood recorded at any instant (`asOf`), for one caller: what he may
 * not know of is left out before anything is counted, ordered or cut into pages.
 */
export class RecordReader {
  constructor(
    private readonly collections: DivisionCollections,
    private readonly deadline: ReadDeadline,
    private readonly caller: CallerClaims,
  ) {}

  async page(family: RecordFamily, question: PageQuestion): Promise<StoredRecord[]> {
    const { order, after, limit, asOf } = question
    const keyset = after === undefined ? [] : [afterPosition(order, after)]
    const conditions = [...(await this.open(family, asOf, question.conditions)), ...question.conditions, ...keyset]
    return this.find(family, asOf, conditions, { sort: sortOf(order), limit })
  }

  async count(family: RecordFamily, conditions: readonly Condition[], asOf: Date | undefined): Promise<number> {
    const all = [...(await this.open(family, asOf, conditions)), ...conditions]
    const narrow = narrowing(all, indexedPaths(family, asOf === undefined))
    const collection = this.collection(family, asOf)
    if (narrow === undefined) return collection.countDocuments(allOf(all), this.options())
    const stages = [{ $match: narrow }, { $match: allOf(all) }, { $count: 'total' }]
    const [counted] = await collection.aggregate<{ total: number }>(stages, this.options()).toArray()
    return counted?.total ?? 0
  }

  /** Records by their ids, whatever their state; in no order. */
  async byIds(family: RecordFamily, recordIds: readonly string[], asOf: Date | undefined): Promise<StoredRecord[]> {
    const key = asOf === undefined ? '_id' : 'recordId'
    const wanted = { [key]: { $in: recordIds } }
    return this.find(family, asOf, [...(await this.open(family, asOf, [wanted])), wanted], {})
  }

  /** Who owns these natural keys, now and for ever: key -> recordId; keys that nobody owns are absent. */
  owners(keys: readonly string[]): Promise<Map<string, string>> {
    return this.collections.keys.owners(keys, this.options())
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
    const wanted = [{ subjectId: { $in: subjectIds } }, { recordState: 'CURRENT' }]
    return this.find(family, asOf, [...(await this.open(family, asOf, wanted)), ...wanted], { sort: sortOf(order) })
  }

  /** Records that hold one of these texts at an indexed path, whatever their state; in no order. */
  async byField(family: RecordFamily, path: string, values: readonly string[]): Promise<StoredRecord[]> {
    const wanted = { [path]: { $in: values } }
    return this.find(family, undefined, [...(await this.open(family, undefined, [wanted])), wanted], {})
  }

  /** Every version of these records, newest first. */
  async versions(family: RecordFamily, recordIds: readonly string[]): Promise<StoredRecord[]> {
    const visible = visibleTo(family, this.caller, shanghaiDate(new Date()))
    const known = visible === undefined ? recordIds : await this.knownNow(family, recordIds, visible)
    const conditions = [{ recordId: { $in: known } }, ...(visible === undefined ? [] : [visible])]
    return this.find(family, EVER, conditions, { sort: { recordedAt: -1, _id: -1 } })
  }

  /**
   * Which of these versions the caller could know of on the day on which they were recorded, as ids of version documents.
   * What has been hidden since may be told to have gone; what was never open must not be told at all.
   */
  async openThen(family: RecordFamily, versionIds: readonly string[]): Promise<Set<string>> {
    const wanted = { _id: { $in: versionIds } }
    const found = await this.find(family, EVER, [wanted], { only: { recordedAt: 1 } })
    const ruled = (found as RecordDocument[]).map(({ _id, recordedAt }) => {
      return { _id, visible: visibleTo(family, this.caller, shanghaiDate(recordedAt)) }
    })
    // Most rules are the same on every day: one question for all of it.
    const byRule = groupBy(ruled, ({ visible }) => JSON.stringify(visible))
    const open = await Promise.all(
      [...byRule.values()].map(async (versions) => {
        const visible = versions[0]?.visible
        const ids = { _id: { $in: versions.map(({ _id }) => _id) } }
        if (visible === undefined) return versions
        return (await this.find(family, EVER, [ids, visible], { only: { _id: 1 } })) as RecordDocument[]
      }),
    )
    return new Set(open.flat().map(({ _id }) => _id))
  }

  /**
   * The conditions under which a question is answered: what stood recorded then, and may be known to the caller now. A
   * version that was open must not come back by `asOf` when its record has been repaired, withdrawn or relinked since.
   */
  private async open(family: RecordFamily, asOf: Date | undefined, asked: readonly Condition[]): Promise<Condition[]> {
    const visible = visibleTo(family, this.caller, shanghaiDate(new Date()))
    if (visible === undefined) return standing(asOf)
    if (asOf === undefined) return [visible]
    const then = [...standing(asOf), visible]
    const superseded = await this.find(family, asOf, [...then, ...asked, { supersededAt: { $lt: NEVER_SUPERSEDED } }], {
      only: { recordId: 1 },
    })
    const ids = superseded.map(({ recordId }) => recordId)
    const known = new Set(await this.knownNow(family, ids, visible))
    const gone = ids.filter((id) => !known.has(id))
    return gone.length === 0 ? then : [...then, { recordId: { $nin: gone } }]
  }

  /** Which of these records the caller may know of as they stand today. */
  private async knownNow(family: RecordFamily, recordIds: readonly string[], visible: Condition): Promise<string[]> {
    if (recordIds.length === 0) return []
    const found = await this.find(family, undefined, [{ _id: { $in: recordIds } }, visible], { only: { recordId: 1 } })
    return found.map(({ recordId }) => recordId)
  }

  private async find(
    family: RecordFamily,
    asOf: Date | undefined,
    conditions: readonly Condition[],
    { sort, limit, only }: { sort?: Record<string, 1 | -1>; limit?: number; only?: Record<string, 1> },
  ): Promise<StoredRecord[]> {
    const collection = this.collection(family, asOf)
    const narrow = narrowing(conditions, indexedPaths(family, asOf === undefined))
    if (narrow === undefined) {
      const options = {
        ...this.options(),
        ...(sort && { sort }),
        ...(limit !== undefined && { limit }),
        projection: only ?? QUESTIONED,
      }
      return collection.find(allOf(conditions), options).toArray()
    }
    const stages = [
      { $match: narrow },
      { $match: allOf(conditions) },
      ...(sort ? [{ $sort: sort }] : []),
      ...(limit === undefined ? [] : [{ $limit: limit }]),
      { $project: only ?? QUESTIONED },
    ]
    return collection.aggregate<StoredRecord>(stages, this.options()).toArray()
  }

  private collection(family: RecordFamily, asOf: Date | undefined) {
    const { current, versions } = this.collections.modelsOf(family)
    return asOf === undefined ? current : versions
  }

  private options(): { maxTimeMS: number; signal: AbortSignal; batchSize: number } {
    return { ...databaseLimits(this.deadline), batchSize: BATCH_SIZE }
  }
}

/** The versions that stood recorded at an instant; without one the collection of current records says it all. */
function standing(asOf: Date | undefined): Condition[] {
  return asOf === undefined ? [] : [{ recordedAt: { $lte: asOf } }, { supersededAt: { $gt: asOf } }]
}

function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? {} : { $and: conditions }
}

import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { ClientSession } from 'mongoose'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import { groupBy } from '../loading/groupBy.ts'
import type { DivisionCollections } from './divisionCollections.ts'
import { mayEnd } from './endedRecord.ts'
import type { FamilyModels, RecordDocument } from './familyModels.ts'
import { inTransaction } from './inTransaction.ts'
import { ownFields } from './ownFields.ts'
import { planWrites } from './planWrites.ts'
import { reportedHash } from './reportedHash.ts'
import { type ReportedContent, saidDigest } from './saidDigest.ts'
import { versionId } from './versionId.ts'
import type { StoreState, WritePlan } from './writePlan.ts'
import type { PutRequest, WriteContext, WriteOutcome, WriteRequest } from './writeRequest.ts'

const ATTEMPTS = 8

/** Requests to one family. */
export interface WriteGroup {
  family: RecordFamily
  requests: readonly WriteRequest[]
}

interface PlannedGroup {
  family: RecordFamily
  plan: WritePlan
}

/** Writes records of a division: current document, version document and outbox event in one transaction, or none of them. */
export class RecordStore {
  constructor(
    private readonly collections: DivisionCollections,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /**
   * Writes a group of requests, all of them or, on failure, none; outcomes come in the order of the requests.
   * @param along what else belongs into the same transaction; it may run several times, and what it throws undoes all
   * @throws mongoose CastError for a field value that its type cannot hold
   */
  async write(
    family: RecordFamily,
    requests: readonly WriteRequest[],
    context: WriteContext,
    along?: WrittenAlong,
  ): Promise<WriteOutcome[]> {
    const [outcomes = []] = await this.carryOut([{ family, requests }], context, { along })
    return outcomes
  }

  /**
   * Writes what belongs together, of several families, in one transaction; where any of it conflicts, nothing is written.
   * @returns the outcomes of each group in the order of its requests
   */
  writeTogether(groups: readonly WriteGroup[], context: WriteContext): Promise<WriteOutcome[][]> {
    return this.carryOut(groups, context, { orNothing: true })
  }

  private async carryOut(
    groups: readonly WriteGroup[],
    context: WriteContext,
    { along, orNothing = false }: { along?: WrittenAlong | undefined; orNothing?: boolean },
  ): Promise<WriteOutcome[][]> {
    const cast = groups.map(({ family, requests }) => ({
      family,
      requests: requests.map((request) => this.cast(family, request)),
    }))
    for (let attempt = 1; ; attempt++) {
      try {
        const plans = await Promise.all(cast.map((group) => this.plan(group, context)))
        const outcomes = plans.map(({ plan }) => plan.outcomes)
        if (orNothing && outcomes.flat().some((outcome) => !('recordId' in outcome))) return outcomes
        const toWrite = plans.filter(({ plan }) => plan.current.length > 0)
        if (toWrite.length > 0 || along !== undefined) {
          await inTransaction(this.collections.connection, async (session) => {
            for (const { family, plan } of toWrite) await this.apply(family, plan, session)
            await along?.(session, outcomes.flat())
          })
        }
        return outcomes
      } catch (error) {
        // Another writer took a key or advanced a record between our look and our write: look again and decide anew.
        if (attempt === ATTEMPTS || !isRace(error)) throw error
      }
    }
  }

  private async plan({ family, requests }: WriteGroup, context: WriteContext): Promise<PlannedGroup> {
    const state = await this.readState(family, requests, context)
    return { family, plan: planWrites(family, requests, state, context, this.clock()) }
  }

  /** What `write` would answer now; nothing is written. */
  async preview(
    family: RecordFamily,
    requests: readonly WriteRequest[],
    context: WriteContext,
  ): Promise<WriteOutcome[]> {
    const cast = requests.map((request) => this.cast(family, request))
    return (await this.plan({ family, requests: cast }, context)).plan.outcomes
  }

  /** Every version of a record, oldest first. */
  async history(family: RecordFamily, recordId: string): Promise<StoredRecord[]> {
    const { versions } = this.collections.modelsOf(family)
    const found = await versions.find({ recordId }, { sort: { recordedAt: 1, _id: 1 } }).toArray()
    return found.map(({ _id, ...record }) => record as unknown as StoredRecord)
  }

  /** Which of these contents rows of a batch have reported before, by their place among them, with the records they made a version of. */
  async reportedAmong(
    family: RecordFamily,
    batchNo: string,
    contents: readonly (ReportedContent | undefined)[],
  ): Promise<ReadonlyMap<number, string>> {
    const { versions } = this.collections.modelsOf(family)
    const digests = contents.map((content) => content && saidDigest(this.collections.sealing.digest, batchNo, content))
    const asked = [...new Set(digests.filter((digest) => digest !== undefined))]
    if (asked.length === 0) return new Map()
    const options = { projection: { recordId: 1, said: 1 } }
    const found = await versions.find({ batchNo, said: { $in: asked } }, options).toArray()
    const recordOf = new Map(found.map(({ said, recordId }) => [said, recordId]))
    return new Map(
      digests.flatMap((digest, index) => {
        const recordId = digest === undefined ? undefined : recordOf.get(digest)
        return recordId === undefined ? [] : [[index, recordId] as const]
      }),
    )
  }

  /** The `contentHash` of a record that a row makes. */
  contentOf(family: RecordFamily, { fields, withdraws }: Pick<PutRequest, 'fields' | 'withdraws'>): string {
    return reportedHash({ fields: this.castFields(family, fields), withdraws })
  }

  private cast(family: RecordFamily, request: WriteRequest): WriteRequest {
    if (request.kind === 'UNLINK' || request.fields === undefined) return request
    // The cast leaves out what became empty; kept as undefined it still takes the place of the value before.
    const given = Object.fromEntries(Object.keys(request.fields).map((name) => [name, undefined]))
    return { ...request, fields: { ...given, ...this.castFields(family, request.fields) } }
  }

  private castFields(family: RecordFamily, fields: FamilyFields): FamilyFields {
    return this.collections.modelsOf(family).cast(fields)
  }

  private async readState(
    family: RecordFamily,
    requests: readonly WriteRequest[],
    { isAgain }: WriteContext,
  ): Promise<StoreState> {
    const changed = requests.flatMap((request) => (request.kind === 'PUT' ? [] : [request.recordId]))
    const currentById = await this.readCurrent(family, changed)
    const keys = requests.flatMap((request) => keysAfter(family, request, currentById))
    const ownerByKey = await this.collections.keys.owners(keys)
    const owners = [...ownerByKey.values()].filter((recordId) => !currentById.has(recordId))
    const endable = await this.readEndable(family, requests)
    const asked = [...owners, ...endable.keys()]
    return {
      ...(isAgain ? { saidOf: await this.readSaid(family, asked) } : {}),
      ownerByKey,
      currentById: await this.withMergers(family, [
        ...endable,
        ...currentById,
        ...(await this.readCurrent(family, owners)),
      ]),
    }
  }

  private async readSaid(family: RecordFamily, recordIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const { versions } = this.collections.modelsOf(family)
    const projection = { recordId: 1, contentHash: 1 }
    const condition = { recordId: { $in: [...new Set(recordIds)] } }
    const found = recordIds.length === 0 ? [] : await versions.find(condition, { projection }).toArray()
    const groups = groupBy(found, ({ recordId }) => recordId)
    return new Map([...groups].map(([id, made]) => [id, new Set(made.map(({ contentHash: said }) => said))]))
  }

  /** Adds the records that those at hand were merged into, and so on to the ends of the chains. */
  private async withMergers(
    family: RecordFamily,
    records: readonly (readonly [string, StoredRecord])[],
  ): Promise<Map<string, StoredRecord>> {
    const all = new Map(records)
    for (let added = [...all.values()]; added.length > 0; ) {
      const next = added.flatMap((record) => family.mergedInto(record) ?? []).filter((id) => !all.has(id))
      const found = await this.readCurrent(family, [...new Set(next)])
      for (const [id, record] of found) all.set(id, record)
      added = [...found.values()]
    }
    return all
  }

  /** Records of the subjects of rows that may end one without naming its keys. */
  private async readEndable(
    family: RecordFamily,
    requests: readonly WriteRequest[],
  ): Promise<Map<string, StoredRecord>> {
    const ends = requests.flatMap((request) =>
      request.kind === 'PUT' && request.subjectId !== undefined && mayEnd(family, request) ? [request.subjectId] : [],
    )
    if (ends.length === 0) return new Map()
    return this.readWhere(family, { subjectId: { $in: [...new Set(ends)] } })
  }

  private async readCurrent(family: RecordFamily, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
    return ids.length === 0 ? new Map() : this.readWhere(family, { _id: { $in: ids } })
  }

  private async readWhere(
    family: RecordFamily,
    condition: Readonly<Record<string, unknown>>,
  ): Promise<Map<string, StoredRecord>> {
    const { current } = this.collections.modelsOf(family)
    const found = await current.find(condition).toArray()
    return new Map(found.map(({ _id, ...record }) => [String(_id), record as unknown as StoredRecord]))
  }

  private async apply(family: RecordFamily, plan: WritePlan, session: ClientSession): Promise<void> {
    const { current, versions } = this.collections.modelsOf(family)
    await this.collections.keys.release(plan.releasedKeys, session)
    await this.collections.keys.take(plan.newKeys, session)
    if (plan.superseded.length > 0) {
      await versions.bulkWrite(
        plan.superseded.map(({ at, ...version }) => ({
          updateOne: { filter: { _id: versionId(version) }, update: { $set: { supersededAt: at } } },
        })),
        { session, ordered: false },
      )
    }
    await versions.insertMany(
      plan.newVersions.map((record) => this.versionDocument(record)),
      { session },
    )
    const created = plan.current.filter(({ replaces }) => replaces === 0)
    if (created.length > 0) {
      await current.insertMany(
        created.map(({ record }) => ({ _id: record.recordId, ...record })),
        { session },
      )
    }
    await this.replaceCurrent(current, plan, session)
    await this.collections.outbox.insertMany(plan.events, { session })
  }

  private versionDocument(record: StoredRecord): RecordDocument {
    const { batchNo, contentHash: content, source } = record
    const { digest } = this.collections.sealing
    const said = batchNo && saidDigest(digest, batchNo, { contentHash: content, subject: source?.subject })
    return { _id: versionId(record), ...record, said }
  }

  private async replaceCurrent(
    current: FamilyModels['current'],
    plan: WritePlan,
    session: ClientSession,
  ): Promise<void> {
    const replaced = plan.current.filter(({ replaces }) => replaces > 0)
    if (replaced.length === 0) return
    // Looked at in the transaction, which fails where they are written meanwhile: a condition on the version beside the id
    // would make some servers leave the index and read the collection for each of them.
    const ids = replaced.map(({ record }) => record.recordId)
    const found = await current.find({ _id: { $in: ids } }, { session, projection: { version: 1 } }).toArray()
    const versionOf = new Map(found.map(({ _id, version }) => [String(_id), version]))
    if (replaced.some(({ record, replaces }) => versionOf.get(record.recordId) !== replaces)) throw new RecordMovedOn()
    const operations = replaced.map(({ record }) => ({
      replaceOne: { filter: { _id: record.recordId }, replacement: record },
    }))
    await current.bulkWrite(operations, { session, ordered: false })
  }
}

/** Natural keys that a record has once the request is carried out, as far as its present state is known. */
function keysAfter(family: RecordFamily, request: WriteRequest, currentById: Map<string, StoredRecord>): string[] {
  if (request.kind === 'PUT') return family.naturalKeys(request.fields, request.subjectId)
  const current = currentById.get(request.recordId)
  if (current === undefined) return []
  if (request.kind === 'UNLINK') {
    const { restore = current } = request
    return family.naturalKeys(ownFields(family, restore), restore.subjectId)
  }
  const fields = { ...ownFields(family, current), ...request.fields }
  return family.naturalKeys(fields, request.subjectId ?? current.subjectId)
}

/** What is written in the same transaction as the records; `outcomes` are those of the requests. */
export type WrittenAlong = (session: ClientSession, outcomes: readonly WriteOutcome[]) => Promise<void>

/** A record was advanced by another writer after we read it. */
class RecordMovedOn extends Error {}

function isRace(error: unknown): boolean {
  return error instanceof RecordMovedOn || isDuplicateKey(error)
}

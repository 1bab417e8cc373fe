import { NEVER_SUPERSEDED, type RecordChange, type StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import { contentHash } from './contentHash.ts'
import { newId } from './newId.ts'
import { onWord } from './onWord.ts'
import type { OutboxEvent } from './outboxEvent.ts'
import { ownFields } from './ownFields.ts'
import { refusedSubjects } from './refusedSubjects.ts'
import { versionId } from './versionId.ts'
import type { StoreState, WritePlan } from './writePlan.ts'
import type { PutRequest, WriteContext, WriteOutcome } from './writeRequest.ts'

/** What a new version of a record says, and why it came to be. */
export interface NewVersion {
  change: RecordChange
  fields: FamilyFields
  keys: string[]
}

/** A plan in the making: what the store will hold once the requests so far are carried out, and what has to be written for it. */
export class PlanDraft {
  readonly ownerByKey: Map<string, string>
  readonly currentById: Map<string, StoredRecord>
  private readonly touched = new Set<string>()
  private readonly newVersions = new Map<string, StoredRecord>()
  private readonly superseded: WritePlan['superseded'] = []
  private newKeys: WritePlan['newKeys'] = []
  private readonly releasedKeys: WritePlan['releasedKeys'] = []
  private readonly events: OutboxEvent[] = []

  constructor(
    readonly family: RecordFamily,
    readonly state: StoreState,
    readonly context: WriteContext,
    readonly now: Date,
  ) {
    this.ownerByKey = new Map(state.ownerByKey)
    this.currentById = new Map(state.currentById)
  }

  result(): Omit<WritePlan, 'outcomes'> {
    const current = [...this.touched].flatMap((recordId) => {
      const record = this.currentById.get(recordId)
      return record === undefined ? [] : [{ record, replaces: this.state.currentById.get(recordId)?.version ?? 0 }]
    })
    const { superseded, newKeys, releasedKeys, events } = this
    return { newVersions: [...this.newVersions.values()], superseded, current, newKeys, releasedKeys, events }
  }

  /** A record that there was not before. */
  create(request: PutRequest, keys: string[]): WriteOutcome {
    const recordId = newId()
    const subjectId = this.family.isSubject ? recordId : request.subjectId
    if (subjectId === undefined) return { outcome: 'CONFLICT', reason: 'NO_SUBJECT' }
    const record = this.compose(request.fields, {
      recordId,
      subjectId,
      version: 1,
      recordState: 'CURRENT',
      recordedAt: this.now,
      supersededAt: NEVER_SUPERSEDED,
      batchNo: this.context.batchNo,
      provider: this.context.provider,
      ruleSetId: this.context.ruleSetId,
      contentHash: contentHash(request.fields),
      change: { kind: 'CREATED', operator: this.context.operator },
      quality: request.quality,
      source: request.byHand ? onWord(request.source) : request.source,
    })
    this.keep(record, keys)
    return { outcome: 'CREATED', recordId, version: 1 }
  }

  /** The next version of a record; of its envelope what is given changes. */
  advance(current: StoredRecord, { change, fields, keys }: NewVersion, envelope: Partial<StoredRecord>): WriteOutcome {
    // Recorded time only moves forward, also where two clocks or two rows of one batch share a millisecond.
    const at = new Date(Math.max(this.now.getTime(), current.recordedAt.getTime() + 1))
    const { recordId, subjectId, recordState, batchNo, provider, ruleSetId, quality, source } = current
    const record = this.compose(fields, {
      recordId,
      subjectId,
      recordState,
      batchNo,
      provider,
      ruleSetId,
      quality,
      source,
      ...refusedSubjects(current),
      contentHash: current.contentHash,
      ...envelope,
      version: current.version + 1,
      recordedAt: at,
      supersededAt: NEVER_SUPERSEDED,
      change,
    })
    this.end(current, at)
    this.keep(record, keys, subjectId)
    return { outcome: 'UPDATED', recordId, version: record.version }
  }

  keysOf(record: StoredRecord): string[] {
    return this.family.naturalKeys(ownFields(this.family, record), record.subjectId)
  }

  /** Gives up the keys of a record, but for those that are still wanted. */
  release(record: StoredRecord, wanted: readonly string[]): void {
    const { recordId } = record
    for (const key of this.keysOf(record)) {
      if (wanted.includes(key) || (this.ownerByKey.get(key) ?? recordId) !== recordId) continue
      this.ownerByKey.delete(key)
      const isStored = !this.newKeys.some((added) => added.key === key)
      if (isStored) this.releasedKeys.push({ key, recordId })
      else this.newKeys = this.newKeys.filter((added) => added.key !== key)
    }
  }

  private compose(fields: FamilyFields, envelope: Omit<StoredRecord, 'validFrom' | 'validTo'>): StoredRecord {
    // Assigned, not spread: a literal of several spreads takes ten times the memory and time, for every row of a file.
    return Object.assign({}, fields, this.family.searchFields(fields), this.family.validity(fields), envelope)
  }

  private end(current: StoredRecord, at: Date): void {
    const inThisPlan = this.newVersions.get(versionId(current))
    if (inThisPlan === undefined) this.superseded.push({ recordId: current.recordId, version: current.version, at })
    else inThisPlan.supersededAt = at
  }

  /** @param former whose record it was until now */
  private keep(record: StoredRecord, keys: string[], former = record.subjectId): void {
    const { recordId, subjectId, version, change, batchNo, recordedAt } = record
    this.newVersions.set(versionId(record), record)
    this.currentById.set(recordId, { ...record })
    this.touched.add(recordId)
    for (const key of keys) {
      if (this.ownerByKey.has(key)) continue
      this.ownerByKey.set(key, recordId)
      this.newKeys.push({ key, recordId })
    }
    this.events.push({
      _id: newId(),
      kind: change.kind,
      family: this.family.name,
      recordId,
      subjectId,
      ...(former === subjectId ? {} : { formerSubjectId: former }),
      version,
      batchNo,
      recordedAt,
      effectiveOn: change.effectiveOn,
      sequence: null,
    })
  }
}

import { NEVER_SUPERSEDED, type RecordChange, type RecordSource, type StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import { contentHash } from './contentHash.ts'
import { newId } from './newId.ts'
import type { OutboxEvent } from './outboxEvent.ts'
import { ownerOfRow } from './ownerOfRow.ts'
import type {
  ChangeRequest,
  PutRequest,
  UnlinkRequest,
  WriteContext,
  WriteOutcome,
  WriteRequest,
} from './writeRequest.ts'

/** What is stored already about the records that a group of requests touches. */
export interface StoreState {
  /** Natural key -> recordId. */
  ownerByKey: ReadonlyMap<string, string>
  currentById: ReadonlyMap<string, StoredRecord>
}

/** Everything one transaction has to write; nothing in it is decided by the database. */
export interface WritePlan {
  outcomes: WriteOutcome[]
  newVersions: StoredRecord[]
  /** Stored versions that now end. */
  superseded: { recordId: string; version: number; at: Date }[]
  /** Last version of each record touched; `replaces` is the stored version it takes the place of, 0 for a new record. */
  current: { record: StoredRecord; replaces: number }[]
  newKeys: { key: string; recordId: string }[]
  /** Stored keys that their record gives up. */
  releasedKeys: { key: string; recordId: string }[]
  events: OutboxEvent[]
}

/**
 * Decides, without touching the database, what a group of requests to one family means.
 * Requests are taken in order, so a row may correct the record that an earlier row of the group made.
 */
export function planWrites(
  family: RecordFamily,
  requests: readonly WriteRequest[],
  state: StoreState,
  context: WriteContext,
  now: Date,
): WritePlan {
  const planner = new WritePlanner(family, state, context, now)
  const outcomes = requests.map((request) => {
    if (request.kind === 'PUT') return planner.put(request)
    return request.kind === 'CHANGE' ? planner.change(request) : planner.unlink(request)
  })
  return { outcomes, ...planner.result() }
}

class WritePlanner {
  private readonly ownerByKey: Map<string, string>
  private readonly currentById: Map<string, StoredRecord>
  private readonly touched = new Set<string>()
  private readonly newVersions = new Map<string, StoredRecord>()
  private readonly superseded: WritePlan['superseded'] = []
  private newKeys: WritePlan['newKeys'] = []
  private readonly releasedKeys: WritePlan['releasedKeys'] = []
  private readonly events: OutboxEvent[] = []

  constructor(
    private readonly family: RecordFamily,
    private readonly state: StoreState,
    private readonly context: WriteContext,
    private readonly now: Date,
  ) {
    this.ownerByKey = new Map(state.ownerByKey)
    this.currentById = new Map(state.currentById)
  }

  put(request: PutRequest): WriteOutcome {
    const keys = this.family.naturalKeys(request.fields, request.subjectId)
    const owners = new Set(keys.flatMap((key) => this.ownerByKey.get(key) ?? []))
    const current = ownerOfRow(this.family, owners, this.currentById)
    if (current === 'SEVERAL') return { outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }
    if (current === undefined) return this.create(request, keys)

    const hash = contentHash(request.fields)
    // Said again it is known, unless a person says it of another subject.
    const isRelinked = request.byHand && request.subjectId !== undefined && request.subjectId !== current.subjectId
    if (hash === current.contentHash && !isRelinked) {
      return { outcome: 'DUPLICATE', recordId: current.recordId, version: current.version }
    }
    // A re-sent row must never bring back what was withdrawn or repaired: a person has to decide.
    if (current.recordState !== 'CURRENT') return { outcome: 'CONFLICT', reason: `RECORD_${current.recordState}` }
    if (request.subjectId !== undefined && current.refusedSubjects?.includes(request.subjectId)) {
      return { outcome: 'CONFLICT', reason: 'SUBJECT_REFUSED' }
    }
    // Which of two rows of one batch is right can't be told by their order; else sending the batch again would swing
    // the record to and fro.
    if (!request.byHand && current.batchNo !== undefined && current.batchNo === this.context.batchNo) {
      return { outcome: 'CONFLICT', reason: 'CONTRADICTED_IN_BATCH' }
    }
    const fields = this.family.carryOver(ownFields(this.family, current), request.fields, this.now)
    const change: RecordChange = { kind: 'CORRECTED', operator: this.context.operator }
    // What is carried over brings no keys that an earlier row has not brought.
    return this.advance(
      current,
      { change, fields, keys },
      {
        contentHash: hash,
        batchNo: this.context.batchNo,
        ruleSetId: this.context.ruleSetId,
        quality: request.quality,
        source: request.byHand ? onWord(request.source) : request.source,
        ...(request.subjectId === undefined || this.family.isSubject ? {} : { subjectId: request.subjectId }),
      },
    )
  }

  change(request: ChangeRequest): WriteOutcome {
    const current = this.currentById.get(request.recordId)
    if (current === undefined) return { outcome: 'UNKNOWN_RECORD', reason: request.recordId }
    if (request.version !== undefined && request.version !== current.version) return MOVED_ON
    const { change: kind, reason, effectiveOn, cause, recordState, subjectId } = request
    // `contentHash` stays that of the row last reported: sending the row again must not undo what a person corrected.
    const fields = { ...ownFields(this.family, current), ...request.fields }
    const keys = this.family.naturalKeys(fields, subjectId ?? current.subjectId)
    if (keys.some((key) => (this.ownerByKey.get(key) ?? current.recordId) !== current.recordId)) {
      return { outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }
    }
    if (subjectId !== undefined && subjectId !== current.subjectId) this.release(current, keys)
    const change: RecordChange = {
      kind,
      reason,
      operator: this.context.operator,
      ...(effectiveOn ? { effectiveOn } : {}),
      ...(cause === undefined ? {} : { cause }),
    }
    return this.advance(
      current,
      { change, fields, keys },
      {
        ...(recordState === undefined ? {} : { recordState }),
        ...(subjectId === undefined ? {} : { subjectId, ...refused(without(current.refusedSubjects, subjectId)) }),
        ...(subjectId !== undefined && cause === undefined ? { source: onWord(current.source) } : {}),
      },
    )
  }

  unlink({ recordId, version, restore, reason }: UnlinkRequest): WriteOutcome {
    const current = this.currentById.get(recordId)
    if (current === undefined) return { outcome: 'UNKNOWN_RECORD', reason: recordId }
    if (version !== current.version) return MOVED_ON
    const { operator } = this.context
    if (restore !== undefined) {
      // As the row that made it was the last one reported: sent again, it is known.
      const { contentHash, batchNo, ruleSetId, quality, source, subjectId } = restore
      const subjects = refused(without(current.refusedSubjects, subjectId))
      const back = { contentHash, batchNo, ruleSetId, quality, source, subjectId, ...subjects }
      const [fields, keys] = [ownFields(this.family, restore), this.keysOf(restore)]
      this.release(current, keys)
      return this.advance(current, { change: { kind: 'CORRECTED', reason, operator }, fields, keys }, back)
    }
    const [fields, keys] = [ownFields(this.family, current), this.keysOf(current)]
    const outcome = this.advance(
      current,
      { change: { kind: 'WITHDRAWN', reason, operator }, fields, keys },
      {
        recordState: 'WITHDRAWN',
        ...refused([...without(current.refusedSubjects, current.subjectId), current.subjectId]),
      },
    )
    this.release(current, [])
    return outcome
  }

  result(): Omit<WritePlan, 'outcomes'> {
    const current = [...this.touched].flatMap((recordId) => {
      const record = this.currentById.get(recordId)
      return record === undefined ? [] : [{ record, replaces: this.state.currentById.get(recordId)?.version ?? 0 }]
    })
    const { superseded, newKeys, releasedKeys, events } = this
    return { newVersions: [...this.newVersions.values()], superseded, current, newKeys, releasedKeys, events }
  }

  private create(request: PutRequest, keys: string[]): WriteOutcome {
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
      ruleSetId: this.context.ruleSetId,
      contentHash: contentHash(request.fields),
      change: { kind: 'CREATED', operator: this.context.operator },
      quality: request.quality,
      source: request.byHand ? onWord(request.source) : request.source,
    })
    this.keep(record, keys)
    return { outcome: 'CREATED', recordId, version: 1 }
  }

  private advance(
    current: StoredRecord,
    { change, fields, keys }: { change: RecordChange; fields: FamilyFields; keys: string[] },
    envelope: Partial<StoredRecord>,
  ): WriteOutcome {
    // Recorded time only moves forward, also where two clocks or two rows of one batch share a millisecond.
    const at = new Date(Math.max(this.now.getTime(), current.recordedAt.getTime() + 1))
    const { recordId, subjectId, recordState, batchNo, ruleSetId, quality, source, refusedSubjects } = current
    const record = this.compose(fields, {
      recordId,
      subjectId,
      recordState,
      batchNo,
      ruleSetId,
      quality,
      source,
      ...refused(refusedSubjects),
      contentHash: current.contentHash,
      ...envelope,
      version: current.version + 1,
      recordedAt: at,
      supersededAt: NEVER_SUPERSEDED,
      change,
    })
    this.end(current, at)
    this.keep(record, keys)
    return { outcome: 'UPDATED', recordId, version: record.version }
  }

  private keysOf(record: StoredRecord): string[] {
    return this.family.naturalKeys(ownFields(this.family, record), record.subjectId)
  }

  /** Gives up the keys of a record, but for those that are still wanted. */
  private release(record: StoredRecord, wanted: readonly string[]): void {
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
    return {
      ...fields,
      ...this.family.searchFields(fields),
      ...this.family.validity(fields),
      ...envelope,
    } as StoredRecord
  }

  private end(current: StoredRecord, at: Date): void {
    const inThisPlan = this.newVersions.get(versionId(current))
    if (inThisPlan === undefined) this.superseded.push({ recordId: current.recordId, version: current.version, at })
    else inThisPlan.supersededAt = at
  }

  private keep(record: StoredRecord, keys: string[]): void {
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
      version,
      batchNo,
      recordedAt,
      effectiveOn: change.effectiveOn,
      sequence: null,
    })
  }
}

const MOVED_ON: WriteOutcome = { outcome: 'CONFLICT', reason: 'RECORD_MOVED_ON' }

function without(subjects: readonly string[] | undefined, subjectId: string): string[] {
  return (subjects ?? []).filter((refusedSubject) => refusedSubject !== subjectId)
}

/** The envelope's list of refused subjects; without any there is none, as on a record that was never unlinked. */
function refused(subjects: string[] | undefined): Pick<StoredRecord, 'refusedSubjects'> {
  return { refusedSubjects: subjects === undefined || subjects.length === 0 ? undefined : subjects }
}

/** The source of a record whose subject a person named: the link rests on his word. */
function onWord(source: RecordSource | undefined): RecordSource | undefined {
  if (source === undefined) return undefined
  const { subject: _, ...others } = source
  return others
}

/** `_id` of a version document. */
export function versionId({ recordId, version }: { recordId: string; version: number }): string {
  return `${recordId}/${version}`
}

/** A record's fields as they were reported: without envelope and search fields. */
export function ownFields(family: Pick<RecordFamily, 'definition'>, record: StoredRecord): FamilyFields {
  return Object.fromEntries(
    Object.keys(family.definition).flatMap((name) => (name in record ? [[name, record[name]]] : [])),
  )
}

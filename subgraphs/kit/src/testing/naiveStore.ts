import type { RecordState } from '../family/recordEnvelope.ts'
import type { WriteRequest } from '../store/writeRequest.ts'

/** One version as the naive model has it: plain facts and the instants between which they stood recorded. */
export interface NaiveVersion {
  recordName: string
  version: number
  fields: Record<string, unknown>
  subjectId: string
  recordState: RecordState
  recordedAt: number
  supersededAt: number
}

/** A request as the model speaks of it: records are known by their note number, not by an id. */
export type NaiveRequest =
  | { kind: 'PUT'; fields: Record<string, unknown>; subjectId: string }
  | { kind: 'CHANGE'; noteNo: string; fields?: Record<string, unknown>; recordState?: RecordState; subjectId?: string }

/** What a bi-temporal store must do, written down in the simplest way: a list of versions per note number. */
export class NaiveStore {
  readonly histories = new Map<string, NaiveVersion[]>()
  private readonly reported = new Map<string, string>()

  apply(request: NaiveRequest, now: number): string {
    const noteNo = request.kind === 'PUT' ? String(request.fields.noteNo) : request.noteNo
    const history = this.histories.get(noteNo) ?? []
    const last = history.at(-1)
    if (request.kind === 'CHANGE') {
      if (last === undefined) return 'UNKNOWN_RECORD'
      return this.add(noteNo, { ...last, ...defined(request), fields: { ...last.fields, ...request.fields } }, now)
    }
    const report = JSON.stringify(
      Object.entries(request.fields)
        .filter(([, value]) => value !== undefined)
        .sort(),
    )
    if (last === undefined) {
      this.reported.set(noteNo, report)
      return this.add(noteNo, { fields: request.fields, subjectId: request.subjectId, recordState: 'CURRENT' }, now)
    }
    if (this.reported.get(noteNo) === report) return 'DUPLICATE'
    if (last.recordState !== 'CURRENT') return 'CONFLICT'
    this.reported.set(noteNo, report)
    return this.add(noteNo, { ...last, fields: request.fields, subjectId: request.subjectId }, now)
  }

  at(instant: number): NaiveVersion[] {
    return [...this.histories.values()].flat().filter((v) => v.recordedAt <= instant && instant < v.supersededAt)
  }

  private add(
    noteNo: string,
    { fields, subjectId, recordState }: Pick<NaiveVersion, 'fields' | 'subjectId' | 'recordState'>,
    now: number,
  ): string {
    const history = this.histories.get(noteNo) ?? []
    const last = history.at(-1)
    const recordedAt = last === undefined ? now : Math.max(now, last.recordedAt + 1)
    if (last !== undefined) last.supersededAt = recordedAt
    const version = history.length + 1
    history.push({
      recordName: noteNo,
      version,
      fields,
      subjectId,
      recordState,
      recordedAt,
      supersededAt: Number.POSITIVE_INFINITY,
    })
    this.histories.set(noteNo, history)
    return version === 1 ? 'CREATED' : 'UPDATED'
  }
}

/** The model's request with the record's real id, as the store takes it. */
export function toWriteRequest(
  request: NaiveRequest,
  recordIdOf: (noteNo: string) => string | undefined,
): WriteRequest {
  if (request.kind === 'PUT') return request
  const { noteNo, fields, recordState, subjectId } = request
  return {
    kind: 'CHANGE',
    change: 'CORRECTED',
    recordId: recordIdOf(noteNo) ?? 'unknown',
    reason: 'test',
    fields,
    recordState,
    subjectId,
  }
}

function defined({ recordState, subjectId }: { recordState?: RecordState; subjectId?: string }) {
  return { ...(recordState && { recordState }), ...(subjectId && { subjectId }) }
}

import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { ClientSession } from 'mongoose'
import type { StoredRecord } from '../../family/recordEnvelope.ts'
import type { UnlinkedRow } from '../batches/queuedRow.ts'
import { retryAfter } from '../batches/retryAfter.ts'
import type { Importer } from '../importer.ts'
import type { LinkAnswer, LinkCandidate } from '../linking/subjectLinker.ts'
import { type JudgedRow, judgeRow } from '../rows/judgeRow.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { cellsOfRecord } from './cellsOfRecord.ts'
import { changeRow } from './changeRow.ts'

/** A wrong link, and on whose word it is undone. */
export interface Unlinking {
  recordId: string
  /** The first version that is not about the subject; 1, the whole record, by default. */
  fromVersion?: number | undefined
  operator: string
  reason: string
  /**
   * The act of the index that it follows from, why the row waits, and the version that this was found of. Without one a
   * person decided: then no program links the row to that subject again.
   */
  follows?: { cause: number; version: number; reason: LinkAnswer['outcome']; candidates: LinkCandidate[] } | undefined
  /** What else belongs into the same transaction. */
  along?: (session: ClientSession, row: UnlinkedRow) => Promise<void>
}

/**
 * Undoes a wrong link in one transaction: the record is withdrawn, or goes back to the version before the wrong rows, with
 * an event; the row goes to 未关联 and waits for a person or the index. Linked again, it is the same record.
 * @throws HubError HUB_RECORD_UNKNOWN, HUB_RECORD_NOT_LINKED, BAD_USER_INPUT for a version it never had,
 * HUB_ROW_OVERTAKEN when the record was changed meanwhile
 */
export async function unlinkRecord(
  importer: Importer,
  unlinking: Unlinking,
  places: ImportPlaces,
): Promise<UnlinkedRow> {
  const { family } = importer
  const { recordId, fromVersion = 1, operator, reason, follows, along } = unlinking
  const history = await places.store.history(family, recordId)
  const current = history.at(-1)
  if (current === undefined) throw new HubError('HUB_RECORD_UNKNOWN')
  if (family.isSubject || current.recordState !== 'CURRENT') throw new HubError('HUB_RECORD_NOT_LINKED')
  if (fromVersion < 1 || fromVersion > current.version) {
    throw new HubError('BAD_USER_INPUT', `该记录只有第 1 至第 ${current.version} 版`)
  }
  // Where the record did not stand before the wrong rows, there is nothing to go back to.
  const restore = history.find((made) => made.version === fromVersion - 1 && made.recordState === 'CURRENT')
  const known = restore === undefined ? await rowOf(current, importer, places) : null
  const row = unlinkedRow(history, current, { importer, restore, known, follows })
  const judged = judgedAgain(row, importer)
  const unlink = {
    kind: 'UNLINK',
    recordId,
    version: follows?.version ?? current.version,
    restore,
    reason,
    cause: follows?.cause,
  } as const
  await places.store.write(family, [unlink], { operator }, async (session, [outcome]) => {
    if (outcome?.outcome !== 'UPDATED') throw new HubError('HUB_ROW_OVERTAKEN')
    await waitAgain(row, judged, known, places, session)
    if (follows === undefined) {
      await places.refused.add(importer.name, { judged, subjectId: current.subjectId }, session)
    }
    await along?.(session, row)
  })
  return row
}

/** The row of the queue that made a record what it is. */
function rowOf({ recordId, batchNo }: StoredRecord, { name }: Importer, { unlinked }: ImportPlaces) {
  const made = { family: name, recordId, batchNo: batchNo ?? null, became: { $in: ['created', 'updated'] } }
  return unlinked.rows.findOne(made as never)
}

interface Found {
  importer: Importer
  restore: StoredRecord | undefined
  /** The row in the queue that became the record. */
  known: UnlinkedRow | null
  follows: Unlinking['follows']
}

function unlinkedRow(history: StoredRecord[], current: StoredRecord, found: Found): UnlinkedRow {
  const { importer, restore, known, follows } = found
  const { recordId, subjectId, version, contentHash, batchNo = `record:${recordId}` } = current
  const reported = history.find((made) => made.contentHash === contentHash && made.batchNo === current.batchNo)
  const now = new Date()
  return {
    _id: `record.${recordId}.${version}`,
    batchNo,
    family: importer.name,
    file: current.source?.file,
    operator: reported?.change.operator ?? '',
    provider: current.provider,
    line: current.source?.line ?? 0,
    cells: cellsOfRecord(current, importer),
    ruleSetId: current.ruleSetId ?? importer.ruleSet.id,
    queuedAt: now,
    reportedAt: reported?.recordedAt,
    ...known,
    identity: known?.identity ?? { identifiers: [] },
    state: 'PENDING',
    reason: follows?.reason ?? 'REFUSED',
    candidates: follows?.candidates ?? [],
    tries: 1,
    retryAt: retryAfter(1, now),
    refusedSubjects: [...(known?.refusedSubjects ?? []), ...(follows === undefined ? [subjectId] : [])],
    isTakenBack: true,
    isReported: true,
    ...(restore === undefined ? { isUnlinked: true, recordId } : {}),
  }
}

function judgedAgain({ line, cells, queuedAt, reportedAt = queuedAt }: UnlinkedRow, importer: Importer): JudgedRow {
  const today = shanghaiDate(reportedAt)
  return judgeRow({ line, cells }, importer, importer.rulesOn(shanghaiDate(new Date())), today)
}

async function waitAgain(
  row: UnlinkedRow,
  { identity }: JudgedRow,
  known: UnlinkedRow | null,
  { unlinked }: ImportPlaces,
  session: ClientSession,
): Promise<void> {
  const { _id, revision: _, became: __, subjectId: ___, dutyFrom: ____, ...fields } = { ...row, identity }
  if (known === null) await unlinked.rows.insertOne({ _id, ...fields }, { session })
  else await changeRow(unlinked.rows, known, { set: fields, unset: ['became', 'subjectId', 'dutyFrom'] }, session)
}

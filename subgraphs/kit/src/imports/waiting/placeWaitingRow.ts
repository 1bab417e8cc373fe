import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { ClientSession } from 'mongoose'
import type { WriteOutcome, WriteRequest } from '../../store/writeRequest.ts'
import type { UnlinkedRow } from '../batches/queuedRow.ts'
import type { Importer } from '../importer.ts'
import { type JudgedRow, judgeRow } from '../rows/judgeRow.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { cannotBeStored, putRequest, storedRow } from '../running/storeRows.ts'
import { moveRow } from './moveRow.ts'
import type { RowFate, WaitingRow } from './rowFate.ts'

/** On what a waiting row is taken through the pipeline once more. */
export interface Placing {
  operator: string
  reason: string
  /** Its cells as a person has corrected them. */
  cells?: Record<string, unknown> | undefined
  /** The subject that it is known to be about; without one the index is asked. */
  subjectId?: string | undefined
  /** Whether a person decided on it. */
  byHand: boolean
  /** Number of the act in the subject index that it follows from. */
  cause?: number | undefined
  /** What else belongs into the same transaction. */
  along?: (session: ClientSession, fate: RowFate, judged: JudgedRow) => Promise<void>
}

/** The keys under which a record would stand again are another's by now. */
class KeysTaken extends Error {}

/**
 * Takes a waiting row through rules, link and store again and notes what it came to, all in one transaction. It is judged
 * by today's rules as on the day it was reported: waiting makes no row late.
 * @throws HubError HUB_ROW_OVERTAKEN when somebody has dealt with the row since it was read; nothing is written then
 */
export async function placeWaitingRow(
  waiting: WaitingRow,
  importer: Importer,
  places: ImportPlaces,
  placing: Placing,
): Promise<RowFate> {
  const { row } = waiting
  const judged = judgeRow(
    { line: row.line, cells: placing.cells ?? row.cells, ...unreadable(waiting, placing) },
    importer,
    importer.rulesOn(shanghaiDate(new Date())),
    shanghaiDate(row.reportedAt ?? row.queuedAt),
  )
  const { fate, subjectId } = await beforeStore(judged, waiting, importer, places, placing)
  const take = (requests: WriteRequest[], fallback?: RowFate) =>
    written(requests, { waiting, judged, importer, places, placing }, fallback)
  if (fate !== undefined) return take([], fate)
  const put = { ...putRequest({ judged, subjectId }, row.file), byHand: placing.byHand }
  try {
    const again =
      waiting.queue === 'unlinked' ? relinkRequest(waiting.row, judged, importer, placing, subjectId) : undefined
    return await take([again ?? put])
  } catch (error) {
    if (error instanceof KeysTaken) return take([put])
    const fault = cannotBeStored(error)
    if (fault === undefined) throw error
    return take([], { became: 'doubtful', faults: [fault] })
  }
}

/** A row that could not be read as a row of its file stays doubtful until somebody has corrected it. */
function unreadable({ queue, row }: WaitingRow, { cells }: Placing): { fault?: string } {
  if (queue !== 'doubts' || cells !== undefined || row.reported !== undefined) return {}
  const fault = row.faults.find(({ rule }) => rule === 'row')?.message
  return fault === undefined ? {} : { fault }
}

async function beforeStore(
  judged: JudgedRow,
  waiting: WaitingRow,
  { family }: Importer,
  places: ImportPlaces,
  placing: Placing,
): Promise<{ fate?: RowFate; subjectId?: string | undefined }> {
  const { faults, identity } = judged
  if (faults.length > 0) return { fate: { became: 'doubtful', faults } }
  if (family.isSubject || placing.subjectId !== undefined) return { subjectId: placing.subjectId }
  const [answer = { outcome: 'UNAVAILABLE' as const, candidates: [] }] = await places.link([identity])
  const refused = waiting.queue === 'unlinked' ? waiting.row.refusedSubjects : undefined
  if (answer.subjectId !== undefined && !refused?.includes(answer.subjectId)) return { subjectId: answer.subjectId }
  const outcome = answer.subjectId === undefined ? answer.outcome : 'REFUSED'
  return { fate: { became: 'unlinked', identity, answer: { ...answer, outcome } } }
}

/** The row's own record, withdrawn when it was unlinked, stands again. */
function relinkRequest(
  { recordId, isUnlinked, reported }: UnlinkedRow,
  { fields }: JudgedRow,
  { family }: Importer,
  { reason, cells, cause, byHand }: Placing,
  subjectId: string | undefined,
): WriteRequest | undefined {
  if (!isUnlinked || recordId === undefined || subjectId === undefined) return undefined
  const isCorrected = cells !== undefined || reported !== undefined
  const all = Object.fromEntries(Object.keys(family.definition).map((field) => [field, fields[field]]))
  const change = { kind: 'CHANGE', change: 'RELINKED', recordState: 'CURRENT' } as const
  return { ...change, recordId, subjectId, reason, cause, byHand, ...(isCorrected ? { fields: all } : {}) }
}

interface Taken {
  waiting: WaitingRow
  judged: JudgedRow
  importer: Importer
  places: ImportPlaces
  placing: Placing
}

async function written(requests: WriteRequest[], taken: Taken, fallback?: RowFate): Promise<RowFate> {
  const { waiting, judged, importer, places, placing } = taken
  const { batchNo, provider } = waiting.row
  const [request] = requests
  let fate = fallback
  const context = { operator: placing.operator, provider, batchNo, ruleSetId: importer.ruleSet.id }
  await places.store.write(importer.family, requests, context, async (session, [outcome]) => {
    const found = outcome === undefined || request === undefined ? fallback : fateOf(outcome, request)
    if (found === undefined) throw new Error('A waiting row came to nothing')
    // Once its own record stands again, nothing of the row is taken back any more.
    const standsAgain = request?.kind === 'CHANGE' ? ['isUnlinked', 'isTakenBack'] : []
    const { dutyFrom } = judged
    fate = await moveRow(waiting, found, { cells: placing.cells, dutyFrom, unset: standsAgain }, places, session)
    await placing.along?.(session, fate, judged)
  })
  if (fate === undefined) throw new Error('A waiting row came to nothing')
  return fate
}

function fateOf(outcome: WriteOutcome, request: WriteRequest): RowFate {
  const subjectId = 'subjectId' in request ? request.subjectId : undefined
  if (request.kind === 'CHANGE' && 'recordId' in outcome) {
    return { became: 'updated', recordId: outcome.recordId, subjectId }
  }
  if (request.kind === 'CHANGE') throw new KeysTaken()
  const stored = storedRow(outcome)
  if (stored.outcome === 'refused') return { became: 'doubtful', faults: [stored.fault], isReported: stored.isReported }
  return { became: stored.outcome, recordId: stored.recordId, subjectId }
}

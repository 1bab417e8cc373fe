import type { ClientSession } from 'mongoose'
import type { DoubtRow, QueuedRow, UnlinkedRow } from '../batches/queuedRow.ts'
import { retryAfter } from '../batches/retryAfter.ts'
import { dutyOf } from '../batches/rowQueue.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { changeRow, type RowChange } from './changeRow.ts'
import { enterQueue } from './enterQueue.ts'
import type { RowFate, WaitingRow } from './rowFate.ts'

/** What else becomes of a row that moves. */
export interface MovedRow {
  /** Its cells, where a person has corrected them, and the day from which the duty to report it runs by them. */
  cells?: Record<string, unknown> | undefined
  dutyFrom?: string | undefined
  /** Fields of the row that no longer hold once it is stored. */
  unset?: readonly string[]
}

/**
 * Notes in the queues what a waiting row came to, in the transaction that made it so: it stays where it is, goes to the
 * other queue, or waits no longer.
 * @returns what it came to in the end: a duplicate, where the other queue knows it already
 * @throws HubError HUB_ROW_OVERTAKEN when somebody has dealt with the row since it was read
 */
export async function moveRow(
  waiting: WaitingRow,
  fate: RowFate,
  { cells: corrected, dutyFrom, unset = [] }: MovedRow,
  { doubts, unlinked, rowKey }: Pick<ImportPlaces, 'doubts' | 'unlinked' | 'rowKey'>,
  session: ClientSession,
): Promise<RowFate> {
  const { row, queue } = waiting
  const cells = corrected ?? row.cells
  const isReported = row.isReported || (fate.became === 'doubtful' && fate.isReported) || undefined
  const duty = dutyOf({ dutyFrom: (corrected && dutyFrom) ?? row.dutyFrom, isReported })
  const change = (made: RowChange) => {
    const reread = corrected && { cells, reported: row.reported ?? row.cells }
    const set = { ...made.set, ...duty, ...reread }
    return queue === 'doubts'
      ? changeRow(doubts.rows, waiting.row, { ...made, set }, session)
      : changeRow(unlinked.rows, waiting.row, { ...made, set }, session)
  }
  const state = corrected !== undefined ? 'MODIFIED' : row.state === 'IGNORED' ? 'PENDING' : row.state
  const now = new Date()
  if (fate.became === 'doubtful' && queue === 'doubts') await change({ set: { state, faults: fate.faults } })
  else if (fate.became === 'unlinked' && queue === 'unlinked') {
    await change({ set: { state, ...unlinkedPart(fate, waiting.row.tries + 1, now) } })
  } else if (fate.became === 'doubtful' || fate.became === 'unlinked') {
    const moved = { _id: rowKey(row.family, cells, row.provider), ...movedRow(row, cells, now), ...duty }
    const isNew =
      fate.became === 'doubtful'
        ? await enterQueue<DoubtRow>(doubts.rows, { ...moved, faults: fate.faults }, session)
        : await enterQueue<UnlinkedRow>(unlinked.rows, { ...moved, ...unlinkedPart(fate, 1, now) }, session)
    const became = isNew ? fate.became : 'duplicate'
    await change({ set: { state: 'PROCESSED', became }, unset: ['retryAt'] })
    return isNew ? fate : { became: 'duplicate' }
  } else await change({ set: { state: 'PROCESSED', ...fate }, unset: ['retryAt', ...unset] })
  return fate
}

function unlinkedPart({ identity, answer }: RowFate & { became: 'unlinked' }, tries: number, now: Date) {
  const { outcome: reason, candidates } = answer
  return { identity, reason, candidates, tries, retryAt: retryAfter(tries, now) }
}

function movedRow(row: QueuedRow, cells: Record<string, unknown>, queuedAt: Date): Omit<QueuedRow, '_id'> {
  const { batchNo, family, file, operator, provider, line, ruleSetId, reportedAt = row.queuedAt } = row
  const written = { batchNo, family, file, operator, provider, line, ruleSetId, reportedAt, cells }
  return { ...written, state: 'PENDING', queuedAt }
}

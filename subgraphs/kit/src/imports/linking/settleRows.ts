import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { groupBy } from '../../loading/groupBy.ts'
import type { UnlinkedRow } from '../batches/queuedRow.ts'
import type { Importer } from '../importer.ts'
import { judgeRow } from '../rows/judgeRow.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { cannotBeStored, putRequest, storedRow } from '../running/storeRows.ts'
import { moveRow } from '../waiting/moveRow.ts'
import { placeWaitingRow } from '../waiting/placeWaitingRow.ts'

/** A waiting row whose subject is known by now. */
export interface SettledRow {
  row: UnlinkedRow
  subjectId: string
}

/** Some row of a group needs more than to be stored: it is no group then. */
class NotTogether extends Error {}

/**
 * Writes waiting rows as records of their subjects, each as a row of the batch that brought it. What rules or store
 * refuse by now goes to doubt. A row that somebody else deals with at the same time is left to him.
 */
export async function settleRows(rows: readonly SettledRow[], importer: Importer, places: ImportPlaces): Promise<void> {
  for (const group of groupBy(rows, ({ row }) => row.batchNo).values()) {
    if (await settledTogether(group, importer, places)) continue
    for (const settled of group) await settleAlone(settled, importer, places)
  }
}

/** The usual case in one transaction: every row of the group is good, and the index has only now learnt its subject. */
async function settledTogether(
  rows: readonly SettledRow[],
  importer: Importer,
  places: ImportPlaces,
): Promise<boolean> {
  const [first] = rows
  if (first === undefined || rows.some(({ row }) => row.isUnlinked)) return false
  const rules = importer.rulesOn(shanghaiDate(new Date()))
  const judged = rows.map(({ row: { line, cells, queuedAt, reportedAt = queuedAt } }) =>
    judgeRow({ line, cells }, importer, rules, shanghaiDate(reportedAt)),
  )
  if (judged.some(({ faults }) => faults.length > 0)) return false
  const { batchNo, operator } = first.row
  const requests = rows.flatMap(({ row, subjectId }, index) => {
    const found = judged[index]
    return found === undefined ? [] : [putRequest({ judged: found, subjectId }, row.file)]
  })
  const context = { operator, batchNo, ruleSetId: importer.ruleSet.id }
  try {
    await places.store.write(importer.family, requests, context, async (session, outcomes) => {
      const stored = outcomes.map(storedRow)
      for (const [index, { row, subjectId }] of rows.entries()) {
        const result = stored[index]
        if (result === undefined || result.outcome === 'refused') throw new NotTogether()
        const fate = { became: result.outcome, recordId: result.recordId, subjectId }
        await moveRow({ queue: 'unlinked', row }, fate, {}, places, session)
      }
    })
    return true
  } catch (error) {
    if (error instanceof NotTogether || isOvertaken(error) || cannotBeStored(error) !== undefined) return false
    throw error
  }
}

async function settleAlone({ row, subjectId }: SettledRow, importer: Importer, places: ImportPlaces): Promise<void> {
  const placing = { operator: row.operator, reason: '信用主体库已能识别该主体', subjectId, byHand: false }
  try {
    await placeWaitingRow({ queue: 'unlinked', row }, importer, places, placing)
  } catch (error) {
    if (!isOvertaken(error)) throw error
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof HubError && error.code === 'HUB_ROW_OVERTAKEN'
}

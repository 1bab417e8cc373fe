import { groupBy } from '../../loading/groupBy.ts'
import type { UnlinkedRow } from '../batches/queuedRow.ts'
import type { Importer } from '../importer.ts'
import { type JudgedRow, judgeRow } from '../rows/judgeRow.ts'
import type { RowFault } from '../rows/rowReading.ts'
import { shanghaiDate } from '../rows/shanghaiDate.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import type { RunContext } from '../running/runContext.ts'
import { storeRows } from '../running/storeRows.ts'

/** A waiting row whose subject is known by now. */
export interface SettledRow {
  row: UnlinkedRow
  subjectId: string
}

/**
 * Writes waiting rows as records of their subjects, each as a row of the batch that brought it. What rules or store
 * refuse by now goes to doubt. A row that is written twice is found by the store to be known.
 */
export async function settleRows(rows: readonly SettledRow[], importer: Importer, places: ImportPlaces): Promise<void> {
  for (const group of groupBy(rows, ({ row }) => row.batchNo).values()) await settleBatch(group, importer, places)
}

async function settleBatch(rows: readonly SettledRow[], importer: Importer, places: ImportPlaces): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const run = runOf(first.row, importer)
  const judged = rows.map(({ row, subjectId }) => {
    const { line, cells, queuedAt } = row
    // Judged by today's rules as on the day it was reported: waiting makes no row late.
    return { row, subjectId, judged: judgeRow({ line, cells }, importer, run.rules, shanghaiDate(queuedAt)) }
  })
  const good = judged.filter((row) => row.judged.faults.length === 0)
  const stored = await storeRows(places.store, good, run)
  for (const [index, { row, subjectId, judged }] of good.entries()) {
    const result = stored[index]
    if (result === undefined || result.outcome === 'refused') {
      await toDoubt(judged, row, importer, places, result === undefined ? [] : [result.fault])
    }
    const recordId = result !== undefined && 'recordId' in result ? result.recordId : undefined
    await places.unlinked.processed(row._id, { subjectId, recordId })
  }
  for (const { row, judged: found } of judged.filter((row) => row.judged.faults.length > 0)) {
    await toDoubt(found, row, importer, places, found.faults)
    await places.unlinked.processed(row._id, {})
  }
}

async function toDoubt(
  { row }: JudgedRow,
  { family, batchNo, file, operator }: UnlinkedRow,
  importer: Importer,
  { doubts }: ImportPlaces,
  faults: RowFault[],
): Promise<void> {
  await doubts.add([{ row, faults }], { family, batchNo, file, operator, ruleSetId: importer.ruleSet.id })
}

function runOf({ batchNo, file, operator }: UnlinkedRow, importer: Importer): RunContext {
  const today = shanghaiDate(new Date())
  return { importer, batchNo, file, operator, rules: importer.rulesOn(today), today }
}

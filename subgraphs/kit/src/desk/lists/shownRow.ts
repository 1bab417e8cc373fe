import type { WaitingRow } from '../../imports/waiting/rowFate.ts'
import type { Desk } from '../desk.ts'
import { deskRowId } from '../deskRow.ts'
import { rowDuty } from './rowDuty.ts'
import { shownAct } from './shownAct.ts'
import { shownCells } from './shownCells.ts'
import { shownFault } from './shownRule.ts'

/** A row of either queue as GraphQL's DeskRow; its acts are read when they are selected. */
export function shownRow(desk: Desk, waiting: WaitingRow) {
  const { row, queue } = waiting
  const { cells, reported, became, revision = 0, reportedAt = row.queuedAt, ...facts } = row
  const rowId = deskRowId(waiting)
  const importer = desk.importers.find(({ name }) => name === row.family)
  const standing = rowDuty(row, importer)
  const shared = {
    ...facts,
    rowId,
    revision,
    reportedAt,
    dueOn: standing?.dueOn,
    dutyState: standing?.state,
    cells: shownCells(cells),
    reportedCells: reported === undefined ? null : shownCells(reported),
    outcome: became?.toUpperCase() ?? null,
    acts: async () => {
      const acts = await desk.imports.acts.find({ rowId }, { sort: { _id: 1 } }).toArray()
      return acts.map((act) => shownAct(desk, act))
    },
  }
  if (queue === 'unlinked') return { ...shared, queue: 'UNLINKED', unlinkedReason: waiting.row.reason }
  return { ...shared, queue: 'DOUBTFUL', faults: waiting.row.faults.map((fault) => shownFault(fault, importer)) }
}

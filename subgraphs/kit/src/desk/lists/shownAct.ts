import type { Desk } from '../desk.ts'
import type { DeskAct } from '../deskAct.ts'
import { findRow } from '../deskRow.ts'
import { shownCells } from './shownCells.ts'
import { shownRow } from './shownRow.ts'

/** An act as GraphQL's DeskAct; the row it was about is read when it is selected. */
export function shownAct(desk: Desk, { _id, became, before, after, ...act }: DeskAct) {
  return {
    ...act,
    actId: _id,
    outcome: became?.toUpperCase() ?? null,
    before: before === undefined ? null : shownCells(before),
    after: after === undefined ? null : shownCells(after),
    row: async () => (act.rowId === undefined ? null : shownRow(desk, await findRow(desk, act.rowId))),
  }
}

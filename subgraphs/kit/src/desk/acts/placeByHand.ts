import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { placeWaitingRow } from '../../imports/waiting/placeWaitingRow.ts'
import type { WaitingRow } from '../../imports/waiting/rowFate.ts'
import { type Desk, importerOf } from '../desk.ts'
import type { ActKind, DeskAct } from '../deskAct.ts'
import { deskRowId } from '../deskRow.ts'
import { actOf } from './actOf.ts'

/** An officer's decision on a waiting row. */
export interface HandDecision {
  kind: ActKind
  reason: string
  /** The row's cells as corrected, all of them. */
  cells?: Record<string, unknown> | undefined
  subjectId?: string | undefined
}

/** Takes a row through the pipeline once more on an officer's word; the act is written with what it did. */
export async function placeByHand(
  desk: Desk,
  waiting: WaitingRow,
  { kind, reason, cells, subjectId }: HandDecision,
  caller: CallerClaims,
): Promise<DeskAct> {
  const { family, batchNo } = waiting.row
  const begun = actOf(kind, reason, caller)
  let act: DeskAct = { ...begun, family, batchNo, rowId: deskRowId(waiting), subjectId, ...difference(waiting, cells) }
  const placing = { operator: caller.caller, reason: begun.reason, cells, subjectId, byHand: true }
  await placeWaitingRow(waiting, importerOf(desk, family), desk.places, {
    ...placing,
    along: async (session, fate, judged) => {
      act = { ...act, became: fate.became, recordId: 'recordId' in fate ? fate.recordId : undefined }
      if (subjectId !== undefined) await desk.places.refused.lift(family, { judged, subjectId }, session)
      await desk.imports.acts.insertOne(act, { session })
    },
  })
  return act
}

/** Only what an act changed is kept with it. */
function difference({ row }: WaitingRow, cells: Record<string, unknown> | undefined) {
  if (cells === undefined) return {}
  const headings = [...new Set([...Object.keys(row.cells), ...Object.keys(cells)])]
  const changed = headings.filter((heading) => JSON.stringify(row.cells[heading]) !== JSON.stringify(cells[heading]))
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.flatMap((heading) => (heading in from ? [[heading, from[heading]]] : [])))
  return { before: pick(row.cells), after: pick(cells) }
}

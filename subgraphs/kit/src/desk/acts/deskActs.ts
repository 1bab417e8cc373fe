import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { changeRow } from '../../imports/waiting/changeRow.ts'
import { unlinkRecord } from '../../imports/waiting/unlinkRecord.ts'
import { inTransaction } from '../../store/inTransaction.ts'
import type { Desk } from '../desk.ts'
import type { DeskAct } from '../deskAct.ts'
import { deskRowId, rowToActOn } from '../deskRow.ts'
import { familyOfRecord } from '../familyOfRecord.ts'
import { actOf } from './actOf.ts'
import { placeByHand } from './placeByHand.ts'

/** Which row, as the officer saw it, and why it is acted on. */
export interface OnRow {
  rowId: string
  revision?: number | null | undefined
  reason: string
}

/** One cell as an officer gives it; without text it is emptied. */
export interface GivenCell {
  heading: string
  text?: string | null | undefined
}

/** Corrects cells of a row and takes it through the pipeline again; the cells as reported are kept. */
export async function correctRow(
  desk: Desk,
  { cells, reason, ...on }: OnRow & { cells: readonly GivenCell[] },
  caller: CallerClaims,
): Promise<DeskAct> {
  const waiting = await rowToActOn(desk, { ...on })
  const corrected = { ...waiting.row.cells, ...cellsGiven(cells) }
  return placeByHand(desk, waiting, { kind: 'CORRECT', reason, cells: corrected }, caller)
}

/** Takes a row through the pipeline again as it is: rules, index or store may have learnt since. */
export async function resubmitRow(desk: Desk, { reason, ...on }: OnRow, caller: CallerClaims): Promise<DeskAct> {
  return placeByHand(desk, await rowToActOn(desk, on), { kind: 'RESUBMIT', reason }, caller)
}

/**
 * Links a row to the subject that an officer chose, and writes it as that subject's record.
 * @throws HubError HUB_SUBJECT_UNKNOWN, HUB_DIVISION_UNAVAILABLE when the index cannot be asked
 */
export async function linkRow(
  desk: Desk,
  { subjectId, reason, ...on }: OnRow & { subjectId: string },
  caller: CallerClaims,
): Promise<DeskAct> {
  const waiting = await rowToActOn(desk, on)
  const subject = await desk.findSubject(subjectId)
  if (subject?.mergedIntoId != null) {
    throw new HubError('HUB_SUBJECT_UNKNOWN', `主体 ${subjectId} 已并入 ${subject.mergedIntoId}，请改挂后者`)
  }
  if (subject?.recordState !== 'CURRENT') throw new HubError('HUB_SUBJECT_UNKNOWN')
  return placeByHand(desk, waiting, { kind: 'LINK', reason, subjectId }, caller)
}

/** Ignores a row for good reason; taken up again, it can still be corrected, submitted or linked. */
export async function ignoreRow(desk: Desk, { reason, ...on }: OnRow, caller: CallerClaims): Promise<DeskAct> {
  const waiting = await rowToActOn(desk, on)
  const { family, batchNo, state } = waiting.row
  if (state === 'IGNORED') throw new HubError('HUB_ROW_SETTLED')
  const act: DeskAct = { ...actOf('IGNORE', reason, caller), family, batchNo, rowId: deskRowId(waiting) }
  const change = { set: { state: 'IGNORED' }, unset: ['retryAt'] }
  await inTransaction(desk.records.connection, async (session) => {
    if (waiting.queue === 'doubts') await changeRow(desk.imports.doubts, waiting.row, change, session)
    else await changeRow(desk.imports.unlinked, waiting.row, change, session)
    await desk.imports.acts.insertOne(act, { session })
  })
  return act
}

/** Undoes the link of a record, see `unlinkRecord`. */
export async function unlinkByHand(
  desk: Desk,
  { recordId, fromVersion, reason }: { recordId: string; fromVersion?: number | null | undefined; reason: string },
  caller: CallerClaims,
): Promise<DeskAct> {
  const begun = actOf('UNLINK', reason, caller)
  const { importer, record } = await familyOfRecord(desk, recordId)
  let act: DeskAct | undefined
  const unlinking = { recordId, fromVersion: fromVersion ?? undefined, reason: begun.reason }
  await unlinkRecord(
    importer,
    {
      ...unlinking,
      operator: caller.caller,
      along: async (session, row) => {
        const { family, batchNo } = row
        const rowId = deskRowId({ queue: 'unlinked', row })
        act = { ...begun, family, batchNo, rowId, recordId, subjectId: record.subjectId, became: 'unlinked' }
        await desk.places.contradicted.settled(recordId, session)
        await desk.imports.acts.insertOne(act, { session })
      },
    },
    desk.places,
  )
  if (act === undefined) throw new Error('An act left no trace')
  return act
}

/** @throws HubError BAD_USER_INPUT for a heading given twice */
export function cellsGiven(cells: readonly GivenCell[]): Record<string, unknown> {
  const given = cells.map(({ heading, text }) => [heading, text ?? ''] as const)
  const byHeading = Object.fromEntries(given)
  if (Object.keys(byHeading).length < given.length) throw new HubError('BAD_USER_INPUT', '同一列不能给出两次')
  return byHeading
}

import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { ImportReceipt } from '../../imports/batches/importReceipt.ts'
import { runImport } from '../../imports/running/runImport.ts'
import type { WaitingRow } from '../../imports/waiting/rowFate.ts'
import { type Desk, importerOf } from '../desk.ts'
import { cellsGiven, type GivenCell } from './deskActs.ts'

/** One record as it is reported by hand. */
export interface ReportedRow {
  family: string
  cells: readonly GivenCell[]
  batchNo?: string | null | undefined
}

/**
 * Reports a single row: the same pipeline as for a file, of one line. Its batch is given a run and a receipt that adds up.
 * @returns the receipt, the record that the row is, and the row itself where it waits at the desk
 * @throws HubError BAD_USER_INPUT for a family that the division does not import, or a heading given twice
 */
export async function reportRow(
  desk: Desk,
  { family, cells, batchNo }: ReportedRow,
  caller: CallerClaims,
): Promise<{ receipt: ImportReceipt; recordId?: string | undefined; waiting?: WaitingRow | undefined }> {
  const importer = importerOf(desk, family)
  const given = cellsGiven(cells)
  let recordId: string | undefined
  const file = {
    bytes: lineOf(given),
    batchNo: batchNo ?? undefined,
    operator: caller.caller,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onStored: (stored: string) => {
      recordId = stored
    },
  }
  const receipt = await runImport(importer, file, desk.batches, desk.places)
  const key = desk.places.rowKey(importer.name, given, undefined)
  const waiting = await waitingRow(desk, key)
  if (waiting !== undefined) return { receipt, waiting }
  return { receipt, recordId: recordId ?? (await settledRecord(desk, key)) }
}

async function* lineOf(cells: Record<string, unknown>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(cells)}\n`)
}

async function waitingRow({ imports: { doubts, unlinked } }: Desk, _id: string): Promise<WaitingRow | undefined> {
  const held = await doubts.findOne({ _id })
  if (held !== null && held.state !== 'PROCESSED') return { queue: 'doubts', row: held }
  const waits = await unlinked.findOne({ _id })
  return waits === null || waits.state === 'PROCESSED' ? undefined : { queue: 'unlinked', row: waits }
}

/** The record that the same row became at the desk before. */
async function settledRecord({ places: { doubts, unlinked } }: Desk, key: string): Promise<string | undefined> {
  return (await doubts.among([key])).get(key) ?? (await unlinked.among([key])).get(key)
}

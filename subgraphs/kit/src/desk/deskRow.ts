import { HubError } from '@hub/schema/errors/HubError'
import { isWaiting } from '../imports/batches/queuedRow.ts'
import type { WaitingRow } from '../imports/waiting/rowFate.ts'
import type { Desk } from './desk.ts'

/** The id of a row at the desk: its queue and its id there. */
export function deskRowId({ queue, row }: Pick<WaitingRow, 'queue'> & { row: { _id: string } }): string {
  return `${queue}:${row._id}`
}

/**
 * Reads a row of either queue.
 * @throws HubError HUB_ROW_UNKNOWN
 */
export async function findRow({ imports }: Pick<Desk, 'imports'>, rowId: string): Promise<WaitingRow> {
  const at = rowId.indexOf(':')
  const [queue, _id] = [rowId.slice(0, at), rowId.slice(at + 1)]
  if (queue === 'doubts') {
    const row = await imports.doubts.findOne({ _id })
    if (row !== null) return { queue, row }
  }
  if (queue === 'unlinked') {
    const row = await imports.unlinked.findOne({ _id })
    if (row !== null) return { queue, row }
  }
  throw new HubError('HUB_ROW_UNKNOWN')
}

/**
 * Reads a row for an act: one that waits, or was ignored and is taken up again.
 * @param revision the one that the officer saw
 * @throws HubError HUB_ROW_UNKNOWN, HUB_ROW_SETTLED, HUB_ROW_OVERTAKEN
 */
export async function rowToActOn(
  desk: Pick<Desk, 'imports'>,
  { rowId, revision }: { rowId: string; revision?: number | null | undefined },
): Promise<WaitingRow> {
  const found = await findRow(desk, rowId)
  const { row } = found
  if (!isWaiting(row) && row.state !== 'IGNORED') throw new HubError('HUB_ROW_SETTLED')
  if (revision != null && revision !== (row.revision ?? 0)) throw new HubError('HUB_ROW_OVERTAKEN')
  return found
}

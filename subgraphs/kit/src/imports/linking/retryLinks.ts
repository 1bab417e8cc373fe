import { inRounds } from '../../server/inRounds.ts'
import type { Importer } from '../importer.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { type SettledRow, settleRows } from './settleRows.ts'

const ROWS_AT_A_TIME = 500

/**
 * Asks the index again about waiting rows whose time has come, and writes those it knows by now. Safe to run in
 * several processes at once: the store knows what it has.
 * @returns how many rows were settled
 */
export async function retryLinks(importer: Importer, places: ImportPlaces, now: Date): Promise<number> {
  const due = await places.unlinked.due(importer.name, now, ROWS_AT_A_TIME)
  if (due.length === 0) return 0
  const answers = await places.link(due.map(({ identity }) => identity))
  const known: SettledRow[] = []
  for (const [index, row] of due.entries()) {
    const answer = answers[index] ?? { outcome: 'UNAVAILABLE', candidates: [] }
    const { subjectId } = answer
    if (subjectId === undefined) await places.unlinked.stillUnlinked(row, answer, now)
    else if (row.refusedSubjects?.includes(subjectId)) {
      await places.unlinked.stillUnlinked(row, { ...answer, outcome: 'REFUSED' }, now)
    } else known.push({ row, subjectId })
  }
  await settleRows(known, importer, places)
  return known.length
}

/** Retries every importer's waiting rows, pausing `everyMs` between rounds, until the signal fires. */
export async function keepRetrying(
  importers: readonly Importer[],
  places: ImportPlaces,
  everyMs: number,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  await inRounds(
    everyMs,
    signal,
    async () => {
      for (const importer of importers.filter(({ family }) => !family.isSubject)) {
        if (signal.aborted) return
        await retryLinks(importer, places, new Date()).catch(onFailure)
      }
    },
    onFailure,
  )
}

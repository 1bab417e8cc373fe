import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { atDoor, type DivisionDoor } from './divisionDoor.ts'
import { importFailed } from './doorError.ts'

/** What a division gives out for a record family: the empty form, or the rows in doubt to be corrected and sent again. */
export interface FormRequest extends DivisionDoor {
  readonly family: string
  readonly form: 'template' | 'doubts'
  /** Doubts of this batch only. */
  readonly batchNo?: string | undefined
  /** Doubts of this organisation outside; the division's own when absent. */
  readonly provider?: string | undefined
  /** Where to write it; the standard output when absent. */
  readonly file?: string | undefined
}

/**
 * Fetches a form as CSV for spreadsheets. A file that exists is not overwritten: it may hold somebody's corrections.
 * @throws HubError HUB_IMPORT_FAILED when the division does not answer or the file cannot be written
 */
export async function fetchForm({ family, form, batchNo, provider, file, ...door }: FormRequest): Promise<void> {
  const asked = Object.entries({ batchNo, provider }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const query = new URLSearchParams(asked)
  const response = await atDoor(door, { path: `/${encodeURIComponent(family)}/${form}?${query}` })
  try {
    if (file === undefined) await pipeline(response, process.stdout, { end: false })
    else await pipeline(response, createWriteStream(file, { flags: 'wx' }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw importFailed(`不能写入 / cannot write: ${reason}`, error)
  }
}

import { fileRows } from '../fileRows.ts'
import { halfKnown, type IsHeading } from '../headingRule.ts'
import { isFileRefusal } from '../isFileRefusal.ts'
import type { RawRow } from '../rawRow.ts'

/** A file as it arrives, in chunks of a size. */
export async function* chunked(content: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** All rows of a file, with cells as plain objects. */
export async function readAll(bytes: AsyncIterable<Uint8Array>, isHeading: IsHeading): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for await (const group of fileRows(bytes, halfKnown(isHeading))) rows.push(...group)
  return rows.map((row) => ({ ...row, cells: Object.fromEntries(Object.entries(row.cells)) }))
}

/** The reason for which a file is refused; fails for one that is read, or that fails in another way. */
export async function refusal(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (error_: unknown) => error_,
  )
  if (isFileRefusal(error)) return error.message
  throw new Error('The file was not refused', { cause: error })
}

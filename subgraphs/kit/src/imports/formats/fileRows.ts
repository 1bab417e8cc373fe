import { csvRows } from './csvRows.ts'
import { decodedText } from './decodedText.ts'
import type { IsHeading } from './headings.ts'
import { inflated } from './inflated.ts'
import { jsonLineRows } from './jsonLineRows.ts'
import { peekedText } from './peekedText.ts'
import type { RowGroups } from './rawRow.ts'
import { xmlRows } from './xmlRows.ts'

/** A tag, declaration or comment; the names of tags may be Chinese. */
const XML_START = /^\ufeff?\s*<[?!\p{L}_]/u

/** The rows of an uploaded file; its format is told by its content, since names and content types lie. */
export async function* fileRows(bytes: AsyncIterable<Uint8Array>, isHeading: IsHeading): RowGroups {
  const { start, all } = await peekedText(decodedText(inflated(bytes)), 2)
  if (start.trimStart().startsWith('{')) yield* jsonLineRows(all)
  else if (XML_START.test(start)) yield* xmlRows(all, isHeading)
  else yield* csvRows(all, isHeading)
}

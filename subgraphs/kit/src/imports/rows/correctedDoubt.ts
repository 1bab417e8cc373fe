import type { RawRow } from '@hub/schema/formats/rawRow'
import { DOUBT_ID, DOUBT_REASONS } from '../batches/doubtExport.ts'
import { cellText } from '../values/cellText.ts'

/** Takes the number of the doubt that a row corrects, if it does, from the row's cells. */
export function correctedDoubt(row: RawRow): { row: RawRow; corrects?: string } {
  // An id may begin with a hyphen, before which the exported file has an apostrophe.
  const corrects = cellText(row.cells[DOUBT_ID])
  if (corrects === undefined || corrects === '') return { row }
  const { [DOUBT_ID]: _, [DOUBT_REASONS]: __, ...cells } = row.cells
  return { row: { ...row, cells }, corrects }
}

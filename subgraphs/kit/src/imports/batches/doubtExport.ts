import { csvLine } from '@hub/schema/formats/csvLine'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { ColumnPlan } from '../columns/columnPlan.ts'
import { formCells } from '../columns/formCells.ts'
import { formHeadings } from '../columns/formHeadings.ts'
import { type DoubtRow, WAITING } from './queuedRow.ts'

/** Columns that an exported doubt has beside its own: they tie its correction to it, and are no part of the row. */
export const DOUBT_ID = '疑问编号'
export const DOUBT_REASONS = '疑问原因'

/** Which rows are asked for: of one family, and of one organisation, as only its own corrections settle them. */
export interface DoubtQuestion {
  family: string
  batchNo?: string | undefined
  /** The organisation outside whose rows they are; the division's own when absent. */
  provider?: string | undefined
}

/**
 * The doubtful rows that wait for a person, as CSV for spreadsheets: the family's form with the rows filled in, so that
 * what is missing has its column. Corrected there and imported again, each settles the doubt whose number it carries.
 */
export async function* doubtExport(
  doubts: SealedCollection<DoubtRow>,
  plan: ColumnPlan,
  { family, batchNo, provider }: DoubtQuestion,
): AsyncGenerator<string> {
  const ofBatch = batchNo === undefined ? {} : { batchNo }
  const condition = { family, ...WAITING, ...ofBatch, provider: provider ?? null }
  const find = () => doubts.find(condition, { sort: { queuedAt: 1, _id: 1 } })
  const headings = new Set(formHeadings(plan))
  for await (const { cells } of find()) for (const heading of Object.keys(formCells(cells, plan))) headings.add(heading)
  yield `\ufeff${csvLine([DOUBT_ID, DOUBT_REASONS, ...headings])}`
  for await (const { _id, faults, cells } of find()) {
    const shown = formCells(cells, plan)
    const reasons = faults.map(({ message }) => message).join('；')
    yield csvLine([_id, reasons, ...[...headings].map((heading) => shown[heading])])
  }
}

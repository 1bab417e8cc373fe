import { HubError } from '@hub/schema/errors/HubError'
import type { RowGroups } from '@hub/schema/formats/rawRow'
import type { ColumnPlan } from './columnPlan.ts'
import { formHeadings } from './formHeadings.ts'

/**
 * The rows of a file as they come. Who reads a file can only ask whether a text is a heading: where none was, the error
 * is told here which there are.
 * @throws HubError as the rows do
 */
export async function* namingHeadings(rows: RowGroups, plan: ColumnPlan): RowGroups {
  try {
    yield* rows
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'HUB_IMPORT_HEADINGS_UNKNOWN') throw error
    throw new HubError(error.code, `${error.message}；列名有 the headings are: ${formHeadings(plan).join('、')}`)
  }
}

import type { ErrorCode } from '../errors/errorCatalogue.ts'
import { HubError } from '../errors/HubError.ts'

const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['HUB_IMPORT_FILE_REFUSED', 'HUB_IMPORT_HEADINGS_UNKNOWN'])

/** Whether an error is how the readers of files refuse one, and no fault of theirs. */
export function isFileRefusal(error: unknown): error is HubError {
  return error instanceof HubError && REFUSALS.has(error.code)
}

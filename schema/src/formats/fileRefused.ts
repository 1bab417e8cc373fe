import { HubError } from '../errors/HubError.ts'

/** The error of a file that cannot be read on: what is wrong with it, in Chinese. Rows read before stay imported. */
export function fileRefused(reason: string, cause?: unknown): HubError {
  return new HubError('HUB_IMPORT_FILE_REFUSED', reason, cause instanceof Error ? { cause } : {})
}

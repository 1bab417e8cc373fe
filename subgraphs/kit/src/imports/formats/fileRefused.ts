import { HubError } from '@hub/schema/errors/HubError'

/** The error of a file that cannot be read on: what is wrong with it, in Chinese. Rows read before stay imported. */
export function fileRefused(reason: string, cause?: unknown): HubError {
  return new HubError('HUB_IMPORT_FILE_REFUSED', reason, cause instanceof Error ? { cause } : {})
}

import { HubError } from '../errors/HubError.ts'

/** The error of a file that can be read, but has no heading of what it is read for, in Chinese. */
export function headingsUnknown(reason: string): HubError {
  return new HubError('HUB_IMPORT_HEADINGS_UNKNOWN', reason)
}

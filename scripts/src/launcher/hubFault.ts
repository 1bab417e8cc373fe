import { type ErrorCode, errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { HubError } from '@hub/schema/errors/HubError'

/** What a command says of a fault that the hub has told: by its own code, and its remedy, where the catalogue has it. */
export function hubFault(code: string, message?: string): HubError {
  return new HubError(Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : 'BAD_USER_INPUT', message)
}

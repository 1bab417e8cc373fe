import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { meaningOf } from '@hub/schema/errors/meaningOf'
import { fromByteText } from '../byteText.ts'
import { isDataObject } from './dataObject.ts'
import type { FailureReport } from './fieldFailure.ts'
import type { DivisionError } from './placeErrors.ts'

/** Codes of Apollo Server whose messages are written for clients. */
const CLIENT_CODES = new Set(['BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN'])

const isTold = (code: unknown): code is string =>
  typeof code === 'string' && (CLIENT_CODES.has(code) || Object.hasOwn(errorCatalogue, code))

/** The report of a failure by its code alone. */
export function codedReport(code: keyof typeof errorCatalogue, division: string): FailureReport {
  return { message: meaningOf(code), extensions: { code, division } }
}

/**
 * What may be told of an error of a division. A message is passed on when its code says that it was written for
 * clients; anything else may hold addresses, stacks or database texts and is told by code only.
 */
function reportOf(error: unknown, division: string): FailureReport {
  const { message, extensions } = isDataObject(error) ? error : {}
  const code = isDataObject(extensions) ? extensions.code : undefined
  if (isTold(code) && typeof message === 'string')
    return { message: fromByteText(message), extensions: { code, division } }
  return codedReport('HUB_DIVISION_FAILED', division)
}

const isPathPart = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number'

/** The errors of a division's answer, in its order; those without a usable path have an empty one. */
export function divisionErrors(errors: unknown, division: string): DivisionError[] {
  if (!Array.isArray(errors)) return []
  return errors.map((error: unknown) => {
    const path = isDataObject(error) ? error.path : undefined
    return {
      path: Array.isArray(path) && path.every(isPathPart) ? path : [],
      report: reportOf(error, division),
    }
  })
}

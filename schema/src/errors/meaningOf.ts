import { type ErrorCode, errorCatalogue } from './errorCatalogue.ts'

/** What an error of a code means, in both languages: what is said where nothing can be said of the case at hand. */
export function meaningOf(code: ErrorCode): string {
  const { zh, en } = errorCatalogue[code].meaning
  return `${zh} / ${en}`
}

import { toByteText } from '../byteText.ts'
import type { Identification } from './lookup.ts'

/**
 * The id of an entity that was looked up. Undefined where it may have been found by way of another: a number that is not
 * its own is one that it had, or that of a subject which it has taken in, and whoever changes that one changes who is found.
 * @param by what it was looked up by; undefined where by more than one identifier
 * @param told what was told of the entity's fields, in byte text
 */
export function ownId(
  idName: string,
  by: Identification | undefined,
  told: (name: string) => unknown,
): string | undefined {
  if (by === undefined || by.name === idName) return by?.value
  const id = told(idName)
  return typeof id === 'string' && told(by.name) === toByteText(by.value) ? id : undefined
}

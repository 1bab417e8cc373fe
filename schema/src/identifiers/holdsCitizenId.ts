import { readsAsCitizenId } from './cnIdNumber.ts'
import { identifierText } from './identifierCheck.ts'

const LENGTH = 18

/**
 * Whether somebody's citizen id number stands in a text, alone or among other characters: the tax numbers of individual
 * businesses are their owners' ids with two more digits.
 */
export function holdsCitizenId(text: string, today: Date = new Date()): boolean {
  if (text.length < LENGTH) return false
  const plain = identifierText(text)
  for (const { index, 0: digits } of plain.matchAll(/\d{17,}/g)) {
    for (let from = index; from <= index + digits.length - LENGTH + 1; from++) {
      if (readsAsCitizenId(plain.slice(from, from + LENGTH), today)) return true
    }
  }
  return false
}

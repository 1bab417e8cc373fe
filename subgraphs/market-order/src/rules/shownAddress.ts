import { codeName } from './codeNames.ts'
import type { SubjectKind } from './subjectKind.ts'

type Address = string | null | undefined

/** Where a subject is, as everyone may see it: of a natural person the district of GB/T 2260 alone. */
export function shownAddress(kind: SubjectKind, address: Address, divisionCode: string | null | undefined): Address {
  if (kind !== 'NATURAL_PERSON' || !address) return address
  return `${codeName('administrative-divisions', divisionCode) ?? ''}***`
}

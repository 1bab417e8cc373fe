import { mod1110CheckDigit } from './mod1110.ts'
import { orgCodeCheckCharacter } from './orgCode.ts'
import { usccCheckCharacter } from './uscc.ts'

export interface UsccParts {
  /** Positions 1-2: registering department and category, `91` for an enterprise, `92` for an individual's business. */
  readonly category: string
  /** Positions 3-8: division code of the registering authority. */
  readonly authority: string
  /** Positions 9-16: the organisation code without its check character, 8 characters of the alphabet. */
  readonly organisation: string
}

/** A credit code that passes both checks, for generated enterprises. */
export function makeUscc({ category, authority, organisation }: UsccParts): string {
  const first17 = category + authority + makeOrgCode(organisation)
  return first17 + usccCheckCharacter(first17)
}

/** An organisation code from its first 8 characters. */
export function makeOrgCode(body: string): string {
  return body + orgCodeCheckCharacter(body)
}

/** A 15-digit registration number from its first 14 digits: 6 authority, 8 sequence. */
export function makeRegNo15(first14: string): string {
  return first14 + mod1110CheckDigit(first14)
}

/** A food operation licence number from the 13 digits after JY: 1 business form, 6 division, 6 sequence. */
export function makeFoodLicenceNo(first13: string): string {
  return `JY${first13}${mod1110CheckDigit(first13)}`
}

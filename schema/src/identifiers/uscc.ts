import { codeSet } from '../codes/codeSet.ts'
import { readsAsCitizenId } from './cnIdNumber.ts'
import { identifierText, weightedSum } from './identifierCheck.ts'
import { orgCodeCheckCharacter } from './orgCode.ts'

/** The 31 characters of GB 32100-2015 (no I, O, S, V, Z); a character's value is its place. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const shape = new RegExp(`^[${usccAlphabet}]{2}\\d{6}[${usccAlphabet}]{10}$`)
const pilotSeries = codeSet('uscc-pilot-series').entries.map(({ code }) => new RegExp(code))

/** `CHECKSUM_EXCEPTION`: probably genuine though it fails the check; a person confirms it before it is relied on. */
export type UsccOutcome = 'VALID' | 'CHECKSUM_EXCEPTION' | 'INVALID'

export interface UsccCheck {
  readonly outcome: UsccOutcome
  /** Trimmed, half width, upper case. */
  readonly value: string
  /** Whether positions 9-17 satisfy GB 11714 by themselves; a warning only, since genuine codes exist that do not. */
  readonly organisationCodeAgrees: boolean
  /** The text may be a person's id number: hold it back from publication until confirmed, whatever the outcome. */
  readonly readsAsCitizenId: boolean
  /** What is wrong, in Chinese; absent when VALID. */
  readonly reason?: string
}

/** Check character of a credit code, GB 32100-2015 (MOD 31), over its first 17 characters. */
export function usccCheckCharacter(first17: string): string {
  const values = [...first17].map((character) => usccAlphabet.indexOf(character))
  return usccAlphabet.charAt((31 - (weightedSum(values, weights) % 31)) % 31)
}

/** Checks a unified social credit code (统一社会信用代码); what counts as an exception: decisions/001. */
export function checkUscc(text: string): UsccCheck {
  const value = identifierText(text)
  const citizen = readsAsCitizenId(value)
  if (!shape.test(value)) {
    const reason = '统一社会信用代码应为 18 位：2 位代码、6 位数字、10 位代码，字母不含 I、O、S、V、Z'
    return { outcome: 'INVALID', value, organisationCodeAgrees: false, readsAsCitizenId: citizen, reason }
  }
  const organisationCodeAgrees = value.charAt(16) === orgCodeCheckCharacter(value.slice(8, 16))
  const facts = { value, organisationCodeAgrees, readsAsCitizenId: citizen }
  const expected = usccCheckCharacter(value.slice(0, 17))
  if (value.endsWith(expected)) return { outcome: 'VALID', ...facts }
  const reason = `统一社会信用代码校验码不符：应为 ${expected}`
  const pilot = organisationCodeAgrees && pilotSeries.some((series) => series.test(value))
  return { outcome: pilot ? 'CHECKSUM_EXCEPTION' : 'INVALID', ...facts, reason }
}

import { type IdentifierCheck, identifierText } from '../identifiers/identifierCheck.ts'
import { codeEntry, codeSet } from './codeSet.ts'

/** Checks an industry code (GB/T 4754-2017): a section letter, or one followed by 2-4 digits whose division belongs to it. */
export function checkIndustryCode(text: string): IdentifierCheck {
  const value = identifierText(text)
  if (!/^[A-T](\d{2,4})?$/.test(value)) {
    return { valid: false, value, reason: '行业代码应为门类字母（A–T），或其后加 2–4 位数字，如 F5127' }
  }
  const section = codeEntry(codeSet('industries'), value.charAt(0))
  const division = Number(value.slice(1, 3))
  if (value.length === 1 || (division >= Number(section?.firstDivision) && division <= Number(section?.lastDivision))) {
    return { valid: true, value }
  }
  return { valid: false, value, reason: `大类 ${value.slice(1, 3)} 不属于门类 ${value.charAt(0)}（GB/T 4754-2017）` }
}

import { type IdentifierCheck, identifierText } from './identifierCheck.ts'
import { mod1110CheckDigit } from './mod1110.ts'

/** Checks a 15-digit registration number (工商注册号, GS 15-2006): 6 authority, 8 sequence, 1 check digit. */
export function checkRegNo15(text: string): IdentifierCheck {
  const value = identifierText(text)
  if (!/^\d{15}$/.test(value)) return { valid: false, value, reason: '工商注册号应为 15 位数字' }
  const expected = mod1110CheckDigit(value.slice(0, 14))
  if (value.endsWith(expected)) return { valid: true, value }
  return { valid: false, value, reason: `工商注册号校验码不符：应为 ${expected}` }
}

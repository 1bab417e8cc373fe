import { type IdentifierCheck, identifierText } from './identifierCheck.ts'
import { mod1110CheckDigit } from './mod1110.ts'

/**
 * Checks a food operation licence number (食品经营许可证编号): JY, 1 business form, 6 division, 6 sequence,
 * 1 check digit (ISO 7064 MOD 11,10; measured, see decisions/002).
 */
export function checkFoodLicenceNo(text: string): IdentifierCheck {
  const value = identifierText(text)
  if (!/^JY\d{14}$/.test(value)) {
    return { valid: false, value, reason: '食品经营许可证编号应为 JY 加 14 位数字' }
  }
  const expected = mod1110CheckDigit(value.slice(2, 15))
  if (value.endsWith(expected)) return { valid: true, value }
  return { valid: false, value, reason: `食品经营许可证编号校验码不符：应为 ${expected}` }
}

import { type IdentifierCheck, identifierText, weightedSum } from './identifierCheck.ts'

const weights = [3, 7, 9, 10, 5, 8, 4, 2]
const shape = /^[0-9A-Z]{8}-?[0-9X]$/

/**
 * Check character of an organisation code, GB 11714-1997: 11 minus the weighted sum modulo 11.
 * @param body the first 8 characters, digits and upper-case letters
 */
export function orgCodeCheckCharacter(body: string): string {
  const values = [...body].map((character) => Number.parseInt(character, 36))
  return '0X987654321'.charAt(weightedSum(values, weights) % 11)
}

/** Checks an organisation code (组织机构代码), written with or without its hyphen; the value has none. */
export function checkOrgCode(text: string): IdentifierCheck {
  const written = identifierText(text)
  if (!shape.test(written)) {
    return { valid: false, value: written, reason: '组织机构代码应为 8 位数字或大写字母加 1 位校验码' }
  }
  const value = written.replace('-', '')
  const expected = orgCodeCheckCharacter(value.slice(0, 8))
  if (value.endsWith(expected)) return { valid: true, value }
  return { valid: false, value, reason: `组织机构代码校验码不符：应为 ${expected}` }
}

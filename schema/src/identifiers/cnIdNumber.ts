import { type IdentifierCheck, identifierText, weightedSum } from './identifierCheck.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a citizen id number, GB 11643-1999 (ISO 7064 MOD 11-2), over its first 17 digits. */
export function cnIdCheckCharacter(first17: string): string {
  return '10X98765432'.charAt(weightedSum([...first17].map(Number), weights) % 11)
}

function birthDate(value: string): string {
  return `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
}

function isCalendarDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)
}

/** Checks a citizen id number (公民身份号码): shape, a birth date that exists, check character. Reasons never repeat the number. */
export function checkCnIdNumber(text: string): IdentifierCheck {
  const value = identifierText(text)
  if (!/^\d{17}[0-9X]$/.test(value)) {
    return { valid: false, value, reason: '公民身份号码应为 17 位数字加 1 位校验码' }
  }
  if (!isCalendarDate(birthDate(value))) return { valid: false, value, reason: '公民身份号码中的出生日期不存在' }
  if (value.endsWith(cnIdCheckCharacter(value.slice(0, 17)))) return { valid: true, value }
  return { valid: false, value, reason: '公民身份号码校验码不符' }
}

/**
 * Whether a text in another field is in truth somebody's citizen id number and must be held back from publication
 * until confirmed (PIPL). Some genuine credit codes pass the id check, with birth years of the 18th and 19th
 * century: only a birth date from 1900 to today counts.
 */
export function readsAsCitizenId(text: string, today: Date = new Date()): boolean {
  const check = checkCnIdNumber(text)
  if (!check.valid) return false
  const born = birthDate(check.value)
  return born >= '1900-01-01' && born <= today.toISOString().slice(0, 10)
}

/** First six and last four characters, the rest starred; a text too short to keep ten is starred whole. */
export function maskCnIdNumber(text: string): string {
  const value = identifierText(text)
  if (value.length < 15) return '*'.repeat(value.length)
  return value.slice(0, 6) + '*'.repeat(value.length - 10) + value.slice(-4)
}

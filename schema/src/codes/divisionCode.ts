import { type IdentifierCheck, identifierText } from '../identifiers/identifierCheck.ts'
import { codeEntry, codeSet } from './codeSet.ts'

const divisions = codeSet('administrative-divisions')
const zones = codeSet('functional-zones')

/**
 * Checks a division code (GB/T 2260): six digits of an existing province. Codes below the province are known for
 * Zhengzhou only, and codes change, so others pass; statistical codes of functional zones do not, they are no GB/T 2260.
 */
export function checkDivisionCode(text: string): IdentifierCheck {
  const value = identifierText(text)
  if (!/^\d{6}$/.test(value)) return { valid: false, value, reason: '行政区划代码应为 6 位数字' }
  const zone = zones.entries.find(({ statisticalCode }) => statisticalCode === value)
  if (zone) {
    return { valid: false, value, reason: `${value}（${zone.name}）不属于 GB/T 2260，功能区请用 ${zone.code}` }
  }
  if (codeEntry(divisions, `${value.slice(0, 2)}0000`)) return { valid: true, value }
  return { valid: false, value, reason: `行政区划代码前两位 ${value.slice(0, 2)} 不是省级代码` }
}

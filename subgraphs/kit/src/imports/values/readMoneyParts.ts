import { readScalar } from './readScalar.ts'
import type { ValueReading } from './valueReading.ts'

/** Reads an amount that is given in parts: `{amount, unit, currency}`. */
export function readMoneyParts(parts: Record<string, unknown>): ValueReading {
  const amount = readScalar('DECIMAL', String(parts.amount ?? ''))
  if (amount.fault !== undefined || amount.value === undefined) {
    return { fault: amount.fault ?? { rule: 'decimal', message: '金额缺少数额' } }
  }
  if (parts.unit !== 'YUAN' && parts.unit !== 'WAN') {
    return { fault: { rule: 'money-unit', message: '金额单位应为 YUAN（元）或 WAN（万元）' } }
  }
  const currency = readScalar('CURRENCY', String(parts.currency ?? ''))
  if (currency.fault !== undefined) return { fault: currency.fault }
  const { value } = currency
  return { value: { amount: amount.value, unit: parts.unit, ...(value === undefined ? {} : { currency: value }) } }
}

import { parseCapital } from '@hub/schema/money/parseCapital'
import { saysNothing } from './cellText.ts'
import type { ValueReading } from './valueReading.ts'

/**
 * Reads an amount from a text such as `1,200(万美元)`. An amount without a unit says nothing that could be relied on:
 * the value stays unknown and the text is kept.
 */
export function readMoneyText(text: string): ValueReading {
  if (saysNothing(text)) return {}
  const { amount, unit, currency } = parseCapital(text)
  if (amount === undefined || unit === undefined) return {}
  return { value: { amount, unit, ...(currency === undefined ? {} : { currency }) } }
}

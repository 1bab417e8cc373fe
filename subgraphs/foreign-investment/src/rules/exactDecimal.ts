import { plainDecimal } from '@hub/schema/scalars/decimalText'

/** Digits kept after the point: as many as the scalar Decimal takes. */
const SCALE = 6
const ONE = 10n ** BigInt(SCALE)

/** A decimal number (`1666.67`) as a whole number of millionths; undefined for what is none, is negative or has finer digits. */
export function toMillionths(text: string): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,6})0*)?$/.exec(plainDecimal(text) ?? '')
  if (!match) return undefined
  const [, whole = '', fraction = ''] = match
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(SCALE, '0'))
}

/** Millionths as a decimal with two places, rounded half up, as amounts in 万 are written. */
export function toTwoPlaces(millionths: bigint): string {
  const hundredths = (millionths + ONE / 200n) / (ONE / 100n)
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}

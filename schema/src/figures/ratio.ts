/** Decimal places of a quotient. */
const PLACES = 6

/** A share, exactly as numerator and denominator, and as a decimal. */
export interface Ratio {
  numerator: number
  denominator: number
  /** The quotient, rounded half up to six places; null where there is nothing to divide by. */
  value: string | null
}

/** The share of some of all; both are counts. */
export function ratio(numerator: number, denominator: number): Ratio {
  if (denominator === 0) return { numerator, denominator, value: null }
  const scale = 10n ** BigInt(PLACES)
  const [part, whole] = [BigInt(numerator), BigInt(denominator)]
  const scaled = (2n * part * scale + whole) / (2n * whole)
  const digits = String(scaled % scale).padStart(PLACES, '0')
  return { numerator, denominator, value: `${scaled / scale}.${digits}` }
}

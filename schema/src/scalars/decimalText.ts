const written = /^([+-]?)(\d+)(?:\.(\d+))?(?:[Ee]([+-]?\d+))?$/

/**
 * A decimal number in plain notation, exact: no exponent, no plus, no idle zeros before it; digits after the point stay.
 * MongoDB's Decimal128 writes exponents for some values.
 * @returns undefined for what is no decimal number
 */
export function plainDecimal(text: string): string | undefined {
  const match = written.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const scale = fraction.length - Number(exponent)
  const digits = scale < 0 ? whole + fraction + '0'.repeat(-scale) : (whole + fraction).padStart(scale + 1, '0')
  const point = digits.length - Math.max(scale, 0)
  const integer = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const decimals = digits.slice(point)
  const plain = decimals === '' ? integer : `${integer}.${decimals}`
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain
}

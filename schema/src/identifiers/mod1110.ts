/**
 * Check digit of ISO 7064 MOD 11,10 (GB/T 17710) over decimal digits.
 * @param digits the number without its check digit
 */
export function mod1110CheckDigit(digits: string): string {
  let product = 10
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return String((11 - product) % 10)
}

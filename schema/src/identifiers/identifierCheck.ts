/** The answer of an identifier's check. */
export type IdentifierCheck =
  | { readonly valid: true; readonly value: string }
  /** `reason` is shown to users: what is wrong, in Chinese. */
  | { readonly valid: false; readonly value: string; readonly reason: string }

/**
 * The spelling identifiers are compared and stored in: half width, no white space around, upper case.
 * Real rows carry a lower-case `x` and full-width digits.
 */
export function identifierText(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}

/** Sum of value times weight, position by position; as many positions as there are weights. */
export function weightedSum(values: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, position) => sum + weight * (values[position] ?? 0), 0)
}

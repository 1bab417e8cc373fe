import { GraphQLCurrency } from 'graphql-scalars'
import { z } from 'zod'
import { codeSet } from './codeSet.ts'

/** A currency as registration texts name it; money on file in withdrawn ones (德国马克) stays in them. */
export interface Currency {
  /** ISO 4217. */
  readonly code: string
  readonly numeric: string
  readonly name: string
  readonly aliases: readonly string[]
}

const extras = z.object({ numeric: z.string(), aliases: z.array(z.string()) })

export const currencies: readonly Currency[] = codeSet('currencies').entries.map((entry) => ({
  code: entry.code,
  name: entry.name,
  ...extras.parse(entry),
}))

/** Whether a text is an ISO 4217 code, in force or withdrawn. */
export function isCurrencyCode(code: string): boolean {
  if (currencies.some((currency) => currency.code === code)) return true
  try {
    return GraphQLCurrency.parseValue(code) === code && code === code.toUpperCase()
  } catch {
    return false
  }
}

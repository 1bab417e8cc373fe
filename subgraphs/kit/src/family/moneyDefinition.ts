import { Schema } from 'mongoose'

/** Money as stored (GraphQL type Money): an exact amount, its unit YUAN or WAN, and an ISO 4217 code where the currency is known. */
export const moneyDefinition = { _id: false, amount: Schema.Types.Decimal128, unit: String, currency: String } as const

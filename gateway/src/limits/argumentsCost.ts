import { type GraphQLField, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql'
import type { GivenValue, Variables } from './givenArguments.ts'

type Weights = ReadonlyMap<string, number>

/** What the arguments of a field weigh that are given, and within inputs the fields that are given. */
export function argumentsCost(
  weights: Weights,
  coordinate: string,
  { args }: GraphQLField<unknown, unknown>,
  given: ReadonlyMap<string, GivenValue>,
): (variables: Variables) => number {
  const costs = args
    .filter(({ name, type }) => weighs(weights, type, new Set()) || weights.has(`${coordinate}(${name}:)`))
    .map(({ name, type }) => (variables: Variables): number => {
      const value = given.get(name)?.(variables)
      if (value === undefined || value === null) return 0
      return (weights.get(`${coordinate}(${name}:)`) ?? 0) + valueCost(weights, type, value)
    })
  return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0)
}

/** Whether any field that may be given within a value of the type has a weight. */
function weighs(weights: Weights, type: GraphQLInputType, seen: ReadonlySet<string>): boolean {
  const named = getNamedType(type)
  if (!isInputObjectType(named) || seen.has(named.name)) return weights.has(named.name)
  const inner = new Set(seen).add(named.name)
  return Object.values(named.getFields()).some(
    (field) => weights.has(`${named.name}.${field.name}`) || weighs(weights, field.type, inner),
  )
}

function valueCost(weights: Weights, type: GraphQLInputType, value: unknown): number {
  if (value === undefined || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + valueCost(weights, type, one), 0)
  const named = getNamedType(type)
  const own = weights.get(named.name) ?? 0
  if (!isInputObjectType(named) || typeof value !== 'object') return own
  const fields = new Map(Object.entries(value))
  return Object.values(named.getFields()).reduce((sum, field) => {
    const inner = fields.get(field.name)
    if (inner === undefined || inner === null) return sum
    return sum + (weights.get(`${named.name}.${field.name}`) ?? 0) + valueCost(weights, field.type, inner)
  }, own)
}

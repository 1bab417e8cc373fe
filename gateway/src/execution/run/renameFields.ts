import type { FetchDataRewrite } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { fulfils } from '../plan/typeConditions.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

const CONDITION = '... on '

/** Carries out one renaming of the planner in what a fetch has brought, through lists and type conditions. */
function renameAt(schema: GraphQLSchema, value: unknown, path: readonly string[], name: string): void {
  if (Array.isArray(value)) {
    for (const element of value) renameAt(schema, element, path, name)
    return
  }
  const [part, ...rest] = path
  if (part === undefined || !isDataObject(value) || value instanceof FieldFailure) return
  if (part.startsWith(CONDITION)) {
    const { __typename: typename } = value
    // An object whose type is not told is of the only type that was asked for.
    const applies = typeof typename !== 'string' || fulfils(schema, typename, part.slice(CONDITION.length))
    if (applies) renameAt(schema, value, rest, name)
  } else if (rest.length > 0) renameAt(schema, value[part], rest, name)
  else if (Object.hasOwn(value, part)) renameMember(value, part, name)
}

function renameMember(object: DataObject, from: string, to: string): void {
  object[to] = object[from]
  delete object[from]
}

/** Gives fields back the names that the planner changed because a division's types do not merge. */
export function renameFields(schema: GraphQLSchema, brought: unknown, rewrites: readonly FetchDataRewrite[]): void {
  for (const rewrite of rewrites)
    if (rewrite.kind === 'KeyRenamer') renameAt(schema, brought, rewrite.path, rewrite.renameKeyTo)
}

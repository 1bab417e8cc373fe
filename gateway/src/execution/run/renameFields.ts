import type { FetchDataRewrite } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { fulfils } from '../plan/typeConditions.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

const CONDITION = '... on '

/**
 * Carries out one renaming of the planner in what a fetch has brought, through lists and type conditions.
 * @returns the value; for a failure another, which tells its causes by the new name
 */
function renamedAt(schema: GraphQLSchema, value: unknown, path: readonly string[], name: string): unknown {
  if (value instanceof FieldFailure) {
    const names = path.filter((part) => !part.startsWith(CONDITION))
    return value.renamed(names, name)
  }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) value[index] = renamedAt(schema, element, path, name)
    return value
  }
  const [part, ...rest] = path
  if (part === undefined || !isDataObject(value)) return value
  if (part.startsWith(CONDITION)) {
    const { __typename: typename } = value
    // An object whose type is not told is of the only type that was asked for.
    const applies = typeof typename !== 'string' || fulfils(schema, typename, part.slice(CONDITION.length))
    if (applies) renamedAt(schema, value, rest, name)
  } else if (Object.hasOwn(value, part)) {
    if (rest.length > 0) value[part] = renamedAt(schema, value[part], rest, name)
    else renameMember(value, part, name)
  }
  return value
}

function renameMember(object: DataObject, from: string, to: string): void {
  object[to] = object[from]
  delete object[from]
}

/** Gives fields back the names that the planner changed because a division's types do not merge. */
export function renameFields(schema: GraphQLSchema, brought: unknown, rewrites: readonly FetchDataRewrite[]): void {
  for (const rewrite of rewrites)
    if (rewrite.kind === 'KeyRenamer') renamedAt(schema, brought, rewrite.path, rewrite.renameKeyTo)
}

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

/**
 * One value of what one field was asked for under two names. A failure stands for both: the field has one type, so the
 * division would have failed it whole. Neither value is changed, as equal objects of an answer may be one object.
 */
function together(value: unknown, further: unknown): unknown {
  if (value instanceof FieldFailure || further instanceof FieldFailure)
    return value instanceof FieldFailure ? value : further
  if (Array.isArray(value) && Array.isArray(further))
    return value.map((element, index) => together(element, further[index]))
  if (!isDataObject(value) || !isDataObject(further)) return value ?? further
  const whole: DataObject = { ...value }
  for (const [name, part] of Object.entries(further))
    whole[name] = Object.hasOwn(value, name) ? together(value[name], part) : part
  return whole
}

/** The name may be taken: by what an interface's selection asks of the same field. */
function renameMember(object: DataObject, from: string, to: string): void {
  object[to] = Object.hasOwn(object, to) ? together(object[to], object[from]) : object[from]
  delete object[from]
}

/** Gives fields back the names that the planner changed because a division's types do not merge. */
export function renameFields(schema: GraphQLSchema, brought: unknown, rewrites: readonly FetchDataRewrite[]): void {
  for (const rewrite of rewrites)
    if (rewrite.kind === 'KeyRenamer') renamedAt(schema, brought, rewrite.path, rewrite.renameKeyTo)
}

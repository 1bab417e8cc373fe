import type { FetchDataRewrite } from '@apollo/query-planner'
import { Kind, type SelectionSetNode } from 'graphql'

/** A field that a fetch brings, with what it brings beneath; fields of all type conditions together. */
export interface BroughtField {
  readonly name: string
  readonly fields: readonly BroughtField[]
}

/** The same fields, each name once. */
export function mergedFields(fields: readonly BroughtField[]): BroughtField[] {
  const byName = new Map<string, BroughtField[]>()
  for (const field of fields) byName.set(field.name, [...(byName.get(field.name) ?? []), ...field.fields])
  return [...byName].map(([name, inner]) => ({ name, fields: mergedFields(inner) }))
}

/** What a selection brings. */
export function broughtFields(set: SelectionSetNode): BroughtField[] {
  return mergedFields(
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return broughtFields(selection.selectionSet)
      if (selection.kind !== Kind.FIELD) return []
      const name = (selection.alias ?? selection.name).value
      return [{ name, fields: selection.selectionSet ? broughtFields(selection.selectionSet) : [] }]
    }),
  )
}

/** The fields that are selected whatever the type turns out to be. */
export function dueFields(set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [],
  )
}

function renamedAt(fields: readonly BroughtField[], path: readonly string[], name: string): BroughtField[] {
  const [first, ...rest] = path
  const changed = fields.map((field) => {
    if (field.name !== first) return field
    return rest.length === 0 ? { ...field, name } : { ...field, fields: renamedAt(field.fields, rest, name) }
  })
  return mergedFields(changed)
}

/** The fields as they are once the planner's renamings have been carried out. */
export function renamedFields(
  fields: readonly BroughtField[],
  rewrites: readonly FetchDataRewrite[],
): readonly BroughtField[] {
  return rewrites.reduce<readonly BroughtField[]>((renamed, rewrite) => {
    if (rewrite.kind !== 'KeyRenamer') throw new Error(`unexpected output rewrite at ${rewrite.path.join('.')}`)
    const names = rewrite.path.filter((part) => !part.startsWith('... on '))
    return renamedAt(renamed, names, rewrite.renameKeyTo)
  }, fields)
}

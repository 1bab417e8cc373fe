import { type FieldNode, isAbstractType, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { isWithinKey } from './isWithinKey.ts'
import type { SelectedOperation } from './selectOperation.ts'
import type { SupergraphPlanner } from './supergraphPlanner.ts'

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** Whether every object of JavaScript seems to have a field of the name. */
const isInherited = (name: string): boolean => name in Object.prototype

/** A field with its arguments as text. */
const asked = ({ name, arguments: args = [] }: FieldNode): string => `${name.value}(${args.map(print).sort().join()})`

/** A field as the client calls it, with its arguments. */
const called = (node: FieldNode, as = responseName(node)): string => `${as}:${asked(node)}`

/** What an operation calls by other names than its own. */
interface OtherNames {
  /** Leaves that are asked for under more than one name. */
  readonly several: ReadonlySet<string>
  /** Objects, as the client calls them, of which nothing is asked but what is in a key, nor under their own name. */
  readonly keys: ReadonlySet<string>
}

/**
 * Fields of keys, and what keys have beneath them, are there when an object has been reached, and whoever is asked for
 * them once more may not know the object.
 */
function otherNames(
  { schema, requirements }: Pick<SupergraphPlanner, 'schema' | 'requirements'>,
  { operation, fragments }: SelectedOperation,
): OtherNames {
  const first = new Map<string, string>()
  const several = new Set<string>()
  const keyLeaves = new Set<string>()
  /** As the client calls them, and under their own names. */
  const objects = new Map<string, string>()
  const mayFail = new Set<string>()
  const types = new TypeInfo(schema)
  const note = (node: FieldNode): void => {
    // The type's name is known to whoever writes the answer.
    if (node.name.value === '__typename') return
    const owner = types.getParentType()
    const possible = isAbstractType(owner) ? schema.getPossibleTypes(owner) : owner ? [owner] : []
    const { selectionSet } = node
    if (selectionSet !== undefined) {
      const isKey = possible.every((type) => {
        const keys = requirements.beneathKey(type.name, node.name.value)
        return keys !== undefined && isWithinKey(selectionSet, keys, fragments)
      })
      objects.set(called(node), called(node, node.name.value))
      if (!isKey) mayFail.add(called(node))
      return
    }
    const leaf = asked(node)
    const owners = owner ? [owner, ...possible] : possible
    if (owners.some((type) => requirements.beneathKey(type.name, node.name.value))) keyLeaves.add(leaf)
    const name = first.get(leaf) ?? responseName(node)
    first.set(leaf, name)
    if (name !== responseName(node)) several.add(leaf)
  }
  for (const definition of [operation, ...fragments.values()])
    visit(definition, visitWithTypeInfo(types, { Field: note }))
  for (const leaf of keyLeaves) several.delete(leaf)
  const keys = [...objects].flatMap(([name, ownName]) => (mayFail.has(name) || mayFail.has(ownName) ? [] : [name]))
  return { several, keys: new Set(keys) }
}

/**
 * The names under which an operation's data is fetched and kept, whatever the client calls it: a field without
 * arguments by its own name, if `Object.prototype` has none such, a field with arguments by a name of its own for each
 * set of arguments, and one that the client calls by several names by a name for each. So one name means one thing at
 * all places of an operation, under one name of the client's, and no alias can hide a key or an input of `@requires`.
 */
export class CanonicalNames {
  private readonly names = new Map<string, string>()
  private readonly others: OtherNames

  constructor(
    private readonly planner: Pick<SupergraphPlanner, 'isField' | 'schema' | 'requirements'>,
    operation: SelectedOperation,
  ) {
    this.others = otherNames(planner, operation)
  }

  of(node: FieldNode): string {
    const { name, arguments: args = [], alias } = node
    const apart = this.isApart(node) ? `${alias?.value}:` : ''
    if (args.length === 0 && apart === '' && !isInherited(name.value)) return name.value
    return this.numbered(name.value, apart + asked(node))
  }

  /** Fields at the root of a mutation act each time they are asked for, so each response name is kept apart. */
  ofAction({ name, alias }: FieldNode): string {
    return this.numbered(name.value, `${name.value} as ${alias?.value ?? name.value}`)
  }

  /**
   * What fails beneath one response name must not take away what another asks of the same field; and of an object that is
   * lost with a leaf nobody knows the type, by which one of several names could be told. What is all in a key, also where
   * it goes by its own name, cannot fail for itself.
   */
  private isApart(node: FieldNode): boolean {
    if (responseName(node) === node.name.value) return false
    return node.selectionSet === undefined ? this.others.several.has(asked(node)) : !this.others.keys.has(called(node))
  }

  private numbered(field: string, key: string): string {
    const known = this.names.get(key)
    if (known !== undefined) return known
    let number = this.names.size + 1
    while (this.planner.isField(`${field}__${number}`)) number += 1000
    const fresh = `${field}__${number}`
    this.names.set(key, fresh)
    return fresh
  }
}

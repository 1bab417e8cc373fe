import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { PlannedFetch } from './plannedFetch.ts'
import type { Requirements } from './requirements.ts'
import { conditionOn, isList, namesIn, type StepPath } from './stepPath.ts'
import { fulfils } from './typeConditions.ts'
import { Wanted } from './wanted.ts'

/** Objects that a fetch is for, by the types on the way to them, with what it asks but is not wanted of them. */
interface Branch {
  readonly path: StepPath
  readonly unwanted: ReadonlySet<SelectionNode>
}

/** A selection without some of its nodes, and without what holds nothing but these. */
function without(set: SelectionSetNode, unwanted: ReadonlySet<SelectionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (unwanted.has(node)) return []
    if (node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined) return [node]
    const inner = without(node.selectionSet, unwanted)
    return inner.selections.length > 0 ? [{ ...node, selectionSet: inner }] : []
  })
  return { ...set, selections }
}

/** By place, the fields by which the objects there are named to divisions. */
function keysByPlace(fetches: readonly PlannedFetch[]): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>()
  for (const { path, requires = [] } of fetches) {
    const place = namesIn(path).join('/')
    const names = keys.get(place) ?? new Set<string>()
    for (const node of requires)
      for (const field of node.kind === 'InlineFragment' ? node.selections : [node])
        if (field.kind === 'Field') names.add(field.alias ?? field.name)
    keys.set(place, names)
  }
  return keys
}

function hasTypeConditions(document: DocumentNode): boolean {
  let found = false
  const note = (): void => {
    found = true
  }
  visit(document, { InlineFragment: note })
  return found
}

/**
 * Asks each object only for what the operation wants of objects of its types. The planner asks all objects at a place
 * for what is wanted of one of them: where the types on the way there differ, and where a division knows an interface as one
 * object type. Then an object would be lost with what is wanted of others only.
 */
export class FetchesByType {
  private readonly rootType: string
  /** At the root; undefined where nothing depends on types. */
  private readonly wanted: Wanted | undefined
  private readonly keys: ReadonlyMap<string, ReadonlySet<string>>
  private readonly numbers = new Map<SelectionNode, number>()

  /**
   * @param canonical the operation that has been planned
   * @param fetches all that will be made
   */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly requirements: Requirements,
    canonical: DocumentNode,
    fetches: readonly PlannedFetch[],
  ) {
    const [operation] = canonical.definitions
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation')
    this.rootType = schema.getRootType(operation.operation)?.name ?? ''
    this.wanted = hasTypeConditions(canonical) ? new Wanted(schema, [operation.selectionSet]) : undefined
    this.keys = keysByPlace(fetches)
  }

  /** The fetch, or one for the objects of each set of types of which not the same is wanted. */
  of(fetch: PlannedFetch): PlannedFetch[] {
    if (this.wanted === undefined || fetch.requires === undefined) return [fetch]
    const branches = this.branches(fetch, fetch.path, [this.rootType], this.wanted)
    // What the operation does not select is there for the planner's purposes.
    if (branches.length === 0) return [fetch]
    return branches.flatMap(({ path, unwanted }) => {
      const selection = without(fetch.selection, unwanted)
      return selection.selections.length > 0 ? [{ ...fetch, path, selection }] : []
    })
  }

  /** @param path from objects of these types on to those of the fetch */
  private branches(fetch: PlannedFetch, path: StepPath, types: readonly string[], wanted: Wanted): Branch[] {
    const [part, ...rest] = path
    if (part !== undefined && isList(part)) return below(part, this.branches(fetch, rest, types, wanted))
    const groups = new Map<string, { branches: readonly Branch[]; types: string[] }>()
    for (const type of types) {
      const branches = part === undefined ? this.atEnd(fetch, type, wanted) : this.on(fetch, part, rest, type, wanted)
      if (branches.length === 0) continue
      const key = this.textOf(branches)
      const group = groups.get(key) ?? { branches, types: [] }
      group.types.push(type)
      groups.set(key, group)
    }
    const [only, ...more] = groups.values()
    if (more.length === 0) return [...(only?.branches ?? [])]
    return [...groups.values()].flatMap((group) => below(conditionOn(group.types), group.branches))
  }

  /** Through a field of objects of a type. */
  private on(fetch: PlannedFetch, name: string, rest: StepPath, type: string, wanted: Wanted): Branch[] {
    const inner = wanted.beneath(name, type)
    if (inner?.field === undefined) return []
    return below(name, this.branches(fetch, rest, this.typesOf(type, inner.field), inner))
  }

  private atEnd({ requires = [], selection, path }: PlannedFetch, type: string, wanted: Wanted): Branch[] {
    const isAsked = requires.some(
      (node) => node.kind === 'Field' || !node.typeCondition || fulfils(this.schema, type, node.typeCondition),
    )
    if (!isAsked) return []
    const unwanted = new Set(this.unwantedOf(selection, namesIn(path), wanted, type))
    return [{ path: [], unwanted }]
  }

  /** @param type undefined where it is for the division to tell */
  private unwantedOf(
    { selections }: SelectionSetNode,
    place: readonly string[],
    wanted: Wanted,
    type: string | undefined,
  ): SelectionNode[] {
    return selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return []
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition?.name.value
        const applies = type === undefined || condition === undefined || fulfils(this.schema, type, condition)
        return applies ? this.unwantedOf(node.selectionSet, place, wanted, type) : []
      }
      const name = (node.alias ?? node.name).value
      if (name === '__typename' || this.keys.get(place.join('/'))?.has(name)) return []
      const inner = wanted.beneath(name, type)
      if (inner === undefined) return wanted.isSelected(name) ? [node] : []
      return node.selectionSet ? this.unwantedOf(node.selectionSet, [...place, name], inner, undefined) : []
    })
  }

  /** What the objects of a field may call their type: an interface's name, where a division knows it as an object type. */
  private typesOf(owner: string, { name }: FieldNode): string[] {
    const { schema } = this
    const holder = schema.getType(owner)
    const field = isObjectType(holder) || isInterfaceType(holder) ? holder.getFields()[name.value] : undefined
    const type = field && getNamedType(field.type)
    if (!isAbstractType(type)) return type ? [type.name] : []
    const names = schema.getPossibleTypes(type).map((possible) => possible.name)
    return [...names, ...this.requirements.interfaceObjects.filter((object) => fulfils(schema, object, type.name))]
  }

  /** Equal for branches in which the same is asked of the same objects. */
  private textOf(branches: readonly Branch[]): string {
    return JSON.stringify(
      branches.map(({ path, unwanted }) => [path, [...unwanted].map((node) => this.numberOf(node))]),
    )
  }

  private numberOf(node: SelectionNode): number {
    const number = this.numbers.get(node) ?? this.numbers.size
    this.numbers.set(node, number)
    return number
  }
}

const below = (part: string, branches: readonly Branch[]): Branch[] =>
  branches.map((branch) => ({ ...branch, path: [part, ...branch.path] }))

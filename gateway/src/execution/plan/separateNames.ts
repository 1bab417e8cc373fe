import type { FetchDataRewrite } from '@apollo/query-planner'
import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { PlannedFetch } from './plannedFetch.ts'

interface Scope {
  readonly set: SelectionSetNode
  readonly type: string
  /** From the fetch's objects down, as the planner writes it: names, and `... on Type`. */
  readonly path: readonly string[]
}

interface Occurrence {
  readonly node: FieldNode
  readonly type: GraphQLOutputType | undefined
  readonly path: readonly string[]
}

/** What GraphQL 5.3.2 (SameResponseShape) wants equal of fields under one name. */
function shapeOf(type: GraphQLOutputType | undefined): string {
  if (type === undefined) return ''
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`
  return isCompositeType(type) ? '{}' : type.name
}

function grouped<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

const nameIn = ({ alias, name }: FieldNode): string => (alias ?? name).value

class Separation {
  /** New names of fields. */
  readonly names = new Map<FieldNode, string>()
  readonly rewrites: FetchDataRewrite[] = []

  constructor(private readonly schema: GraphQLSchema) {}

  /** Looks at selections that are answered side by side, under the same names. */
  visit(scopes: readonly Scope[]): void {
    const byName = grouped(
      scopes.flatMap((scope) => this.occurrences(scope)),
      ({ node }) => nameIn(node),
    )
    for (const [name, occurrences] of byName) {
      const byShape = [...grouped(occurrences, ({ type }) => shapeOf(type)).values()]
      byShape.forEach((same, index) => {
        const own = index === 0 ? name : `${name}__apart_${index}`
        this.visit(same.flatMap((occurrence) => this.beneath(occurrence, own)))
        // What is beneath gets its name back first, as its path leads through this one.
        if (index > 0) for (const { node, path } of same) this.rename(node, path, name, own)
      })
    }
  }

  private occurrences({ set, type, path }: Scope): Occurrence[] {
    const owner = this.schema.getType(type)
    const fields = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields() : {}
    return set.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [{ node, type: fields[node.name.value]?.type, path }]
      if (node.kind === Kind.FRAGMENT_SPREAD) return []
      const condition = node.typeCondition?.name.value
      const inner =
        condition === undefined ? { type, path } : { type: condition, path: [...path, `... on ${condition}`] }
      return this.occurrences({ set: node.selectionSet, ...inner })
    })
  }

  private beneath({ node, type, path }: Occurrence, name: string): Scope[] {
    if (node.selectionSet === undefined || type === undefined) return []
    return [{ set: node.selectionSet, type: getNamedType(type).name, path: [...path, name] }]
  }

  private rename(node: FieldNode, path: readonly string[], name: string, own: string): void {
    this.names.set(node, own)
    this.rewrites.push({ kind: 'KeyRenamer', path: [...path, own], renameKeyTo: name })
  }
}

function renamed(set: SelectionSetNode, names: ReadonlyMap<FieldNode, string>): SelectionSetNode {
  const selections = set.selections.map((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return node
    const inner = node.selectionSet && { selectionSet: renamed(node.selectionSet, names) }
    const name = node.kind === Kind.FIELD ? names.get(node) : undefined
    return { ...node, ...inner, ...(name === undefined ? {} : { alias: { kind: Kind.NAME, value: name } as const }) }
  })
  return { ...set, selections }
}

/**
 * Gives fields that stand side by side under one name, but whose types differ, names of their own, and takes these
 * back from the answer. The planner does so too, but not again beneath a field that it has renamed.
 */
export function separateNames(schema: GraphQLSchema, fetch: PlannedFetch): PlannedFetch {
  const operation = fetch.operation === 'query' ? schema.getQueryType() : schema.getMutationType()
  // Each node is one place; the planner may use one in several.
  const selection = structuredClone(fetch.selection)
  const separation = new Separation(schema)
  separation.visit([{ set: selection, type: fetch.requires === undefined ? (operation?.name ?? '') : '', path: [] }])
  if (separation.names.size === 0) return fetch
  const outputRewrites = [...separation.rewrites, ...fetch.outputRewrites]
  return { ...fetch, selection: renamed(selection, separation.names), outputRewrites }
}

import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { identifiersOf } from './identifiersOf.ts'
import { isEntity } from './isEntity.ts'
import { isOfThePast } from './isOfThePast.ts'
import { leavesOf } from './leavesOf.ts'
import { pageNodes } from './pageNodes.ts'

/** Where entities stand in an answer as they are now, and what of them is told there. */
export interface EntityPlace {
  readonly type: string
  /** Names of the answer's members down to them; lists on the way are gone through. */
  readonly path: readonly string[]
  /** Names of their PUBLIC and SHARED fields that are told. */
  readonly leaves: readonly string[]
  /** Names by which one of them is told from all others; known are those among the leaves, and in the representations. */
  readonly identifiers: readonly string[]
  /** Variable with the representations that they were asked for by, in the same order. */
  readonly representations?: string | undefined
}

/** Reads a selection for the places of entities in its answer. */
export class EntityPlaces {
  readonly found: EntityPlace[] = []

  constructor(private readonly schema: GraphQLSchema) {}

  /** @param set the root fields of a request */
  root({ selections }: SelectionSetNode): void {
    const query = this.schema.getQueryType()
    for (const node of selections) {
      if (node.kind !== Kind.FIELD || !query || isOfThePast(node)) continue
      const type = query.getFields()[node.name.value]?.type
      if (type === undefined || !node.selectionSet) continue
      const path = [responseName(node)]
      this.entity(getNamedType(type), node.selectionSet, path)
      this.nodes(getNamedType(type), node.selectionSet, path)
    }
  }

  /** @param set what is asked of entities by representation */
  represented({ selections }: SelectionSetNode, name: string, variable: string): void {
    for (const node of selections) {
      const type = node.kind === Kind.INLINE_FRAGMENT && node.typeCondition
      if (type) this.entity(this.schema.getType(type.name.value), node.selectionSet, [name], variable)
    }
  }

  /** A page's entities; those of its edges are the same. */
  private nodes(page: GraphQLNamedType, { selections }: SelectionSetNode, path: readonly string[]): void {
    const type = isEntity(page) ? undefined : pageNodes(page)
    if (type === undefined) return
    for (const node of selections)
      if (node.kind === Kind.FIELD && node.name.value === 'nodes' && node.selectionSet)
        this.entity(type, node.selectionSet, [...path, responseName(node)])
  }

  private entity(
    type: GraphQLNamedType | undefined,
    set: SelectionSetNode,
    path: readonly string[],
    representations?: string,
  ): void {
    if (!isObjectType(type) || !isEntity(type)) return
    const leaves = leavesOf(type, set)
    const identifiers = identifiersOf(this.schema, type)
    if (identifiers.some((name) => representations !== undefined || leaves.includes(name)))
      this.found.push({ type: type.name, path, leaves, identifiers, representations })
    for (const node of set.selections) {
      if (node.kind !== Kind.FIELD || !node.selectionSet || node.arguments?.length) continue
      const field: GraphQLField<unknown, unknown> | undefined = type.getFields()[node.name.value]
      // Of the same type are earlier states of it, and others that it became.
      if (field !== undefined && getNamedType(field.type) !== type)
        this.entity(getNamedType(field.type), node.selectionSet, [...path, responseName(node)])
    }
  }
}

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value

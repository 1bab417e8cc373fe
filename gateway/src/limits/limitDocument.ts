import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { refuseOver } from './refuseOver.ts'
import type { LimitName, RequestLimits } from './requestLimits.ts'

const INTROSPECTION = /^__(?:schema|type)$/

type Counted = 'aliases' | 'directives' | 'definitions' | 'introspections'

function countPlainly(document: DocumentNode): Record<Counted, number> {
  const counts = { aliases: 0, directives: 0, definitions: document.definitions.length, introspections: 0 }
  visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE) counts.directives += 1
      if (node.kind !== Kind.FIELD) return
      if (node.alias) counts.aliases += 1
      if (INTROSPECTION.test(node.name.value)) counts.introspections += 1
    },
  })
  return counts
}

/** Walks a document as its answer is laid out: what is selected several times at one place is one place. */
class AnswerWalk {
  private fields = 0
  private readonly fragments = new Map<string, FragmentDefinitionNode>()

  constructor(
    document: DocumentNode,
    private readonly limits: RequestLimits,
  ) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition)
  }

  definition({ kind, selectionSet }: OperationDefinitionNode | FragmentDefinitionNode): void {
    const places = this.places([selectionSet])
    if (kind === Kind.OPERATION_DEFINITION) this.refuseOver('rootFields', places.size)
    this.below(places, 1)
  }

  private below(places: ReadonlyMap<string, readonly FieldNode[]>, depth: number): void {
    this.refuseOver('depth', depth)
    for (const nodes of places.values()) {
      const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
      if (sets.length > 0) this.below(this.places(sets), depth + 1)
    }
  }

  private places(sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const places = new Map<string, FieldNode[]>()
    for (const set of sets) this.collect(set, places, new Set())
    return places
  }

  private collect(set: SelectionSetNode, places: Map<string, FieldNode[]>, inside: ReadonlySet<string>): void {
    for (const selection of set.selections) {
      this.refuseOver('fields', ++this.fields)
      if (selection.kind === Kind.INLINE_FRAGMENT) this.collect(selection.selectionSet, places, inside)
      else if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value
        const nodes = places.get(name) ?? []
        places.set(name, nodes)
        this.refuseOver('repeats', nodes.push(selection))
      } else if (!inside.has(selection.name.value)) {
        // One that holds itself is for validation to name.
        const fragment = this.fragments.get(selection.name.value)
        if (fragment) this.collect(fragment.selectionSet, places, new Set(inside).add(selection.name.value))
      }
    }
  }

  private refuseOver(limit: LimitName, value: number): void {
    refuseOver(this.limits, limit, value)
  }
}

/**
 * Refuses a document that would cost validation, planning or the divisions too much.
 * @throws HubError HUB_LIMIT_EXCEEDED
 */
export function limitDocument(document: DocumentNode, limits: RequestLimits): void {
  const counts = countPlainly(document)
  for (const limit of ['definitions', 'aliases', 'directives', 'introspections'] as const)
    refuseOver(limits, limit, counts[limit])
  const walk = new AnswerWalk(document, limits)
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      walk.definition(definition)
}

import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind } from 'graphql'

function argument({ arguments: args = [] }: ConstDirectiveNode, name: string) {
  return args.find((node) => node.name.value === name)?.value
}

const graphOf = (directive: ConstDirectiveNode): string => {
  const graph = argument(directive, 'graph')
  return graph?.kind === Kind.ENUM ? graph.value : ''
}

const isUnresolvable = (directive: ConstDirectiveNode): boolean => {
  const resolvable = argument(directive, 'resolvable')
  return resolvable?.kind === Kind.BOOLEAN && !resolvable.value
}

function withoutUnresolvable(node: DefinitionNode): DefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return node
  const keys = (node.directives ?? []).filter(
    (directive) => directive.name.value === 'join__type' && argument(directive, 'key') !== undefined,
  )
  const resolving = new Set(keys.filter((key) => !isUnresolvable(key)).map(graphOf))
  const dropped = new Set(keys.filter((key) => isUnresolvable(key) && resolving.has(graphOf(key))))
  return dropped.size === 0 ? node : { ...node, directives: node.directives?.filter((own) => !dropped.has(own)) ?? [] }
}

/**
 * Leaves out the keys by which a division says it cannot be asked, where it has others by which it can. The planner
 * takes a type's first key for the representation of a `@requires`, resolvable or not, and the division then answers
 * null. Keys are of use to a plan only as a way into a division, so one that leads nowhere can go.
 */
export function resolvableKeys(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map(withoutUnresolvable)
  const changed = definitions.some((node, index) => node !== document.definitions[index])
  return changed ? { ...document, definitions } : document
}

import { type DocumentNode, Kind } from 'graphql'
import { directiveArgument } from '../contract/directiveArgument.ts'
import { type MemberNode, membersOf, typeNodes } from './disclosureMap.ts'

/**
 * The divisions that answer each field, input field and enum value of a composed supergraph, by coordinate, as the `join`
 * directives of Apollo Federation say; those of the type where the member has no mark of its own.
 */
export function fieldOwners(supergraph: DocumentNode): Map<string, readonly string[]> {
  const names = graphNames(supergraph)
  const ownersIn = (node: Pick<MemberNode, 'directives'>, directive: string): string[] =>
    (node.directives ?? []).flatMap((applied) => {
      if (applied.name.value !== directive) return []
      const marked = { directives: [applied] }
      if (directiveArgument(marked, directive, 'external') === 'true') return []
      return names.get(directiveArgument(marked, directive, 'graph') ?? '') ?? []
    })
  return new Map(
    typeNodes(supergraph).flatMap((type) =>
      membersOf(type).map((member): [string, readonly string[]] => {
        const own = [...ownersIn(member, 'join__field'), ...ownersIn(member, 'join__enumValue')]
        return [`${type.name.value}.${member.name.value}`, own.length > 0 ? own : ownersIn(type, 'join__type')]
      }),
    ),
  )
}

/** Value of the enum `join__Graph` -> name of the subgraph. */
function graphNames({ definitions }: DocumentNode): Map<string, string> {
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  )
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : []
  return new Map(values.map((value) => [value.name.value, directiveArgument(value, 'join__graph', 'name') ?? '']))
}

import { buildASTSchema, parse } from 'graphql'
import type { DivisionGraph } from '../composition/composeSupergraph.ts'
import { type SourcePlace, sourcePlace } from '../composition/sourcePlace.ts'
import { directiveArgument } from '../contract/directiveArgument.ts'
import { audienceSdl, graphDisclosure } from './audienceSchema.ts'
import type { AudienceScope } from './audienceScope.ts'
import type { Role } from './callerClaims.ts'
import type { DisclosureLevel } from './disclosureLevel.ts'
import { type Disclosure, type MemberNode, membersOf, typeNodes } from './disclosureMap.ts'

/** Why a field, input field or enum value is in an audience's graph. */
export interface DisclosedMember {
  readonly coordinate: string
  readonly level: DisclosureLevel
  /** What gives it that level: a mark of its own, of its type, or that it carries nothing of its own. */
  readonly source: Disclosure['source']
  /** Subgraphs that answer it. */
  readonly owners: readonly string[]
  /** The only roles that it exists for. */
  readonly reservedFor: readonly Role[] | undefined
  /** Why it may be lower than what it is computed from. */
  readonly declassified: string | undefined
  /** The line of SDL that says so; the first where several divisions do. */
  readonly place: SourcePlace | undefined
}

/**
 * Everything that exists for an audience and why, in the order of coordinates: the proof of what it is shown.
 * @param supergraphSdl composed of these divisions
 */
export function audienceProof(
  supergraphSdl: string,
  divisions: readonly DivisionGraph[],
  scope: AudienceScope,
): DisclosedMember[] {
  const graph = graphDisclosure(supergraphSdl)
  const whole = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValidSDL: true })
  const written = writtenMembers(divisions)
  const shown = typeNodes(audienceSdl(whole, graph, scope)).flatMap((type) =>
    membersOf(type).map(({ name }) => `${type.name.value}.${name.value}`),
  )
  return shown.sort().map((coordinate) => {
    const { level, source } = graph.levels.get(coordinate) ?? { level: 'INTERNAL', source: 'UNMARKED' }
    const owners = graph.owners.get(coordinate) ?? []
    const reservedFor = graph.reserved.get(coordinate)
    const nowhere = { declassified: undefined, place: undefined }
    return { coordinate, level, source, owners, reservedFor, ...nowhere, ...written.get(coordinate) }
  })
}

/** Where each member is written, and what its line says; the first division that marks it is quoted. */
function writtenMembers(
  divisions: readonly DivisionGraph[],
): Map<string, Pick<DisclosedMember, 'place' | 'declassified'>> {
  const found = divisions.flatMap(({ name, sdl }) =>
    typeNodes(parse(sdl)).flatMap((type) =>
      membersOf(type).map((member) => [`${type.name.value}.${member.name.value}`, quoted(name, sdl, member)] as const),
    ),
  )
  return new Map(found.toReversed())
}

function quoted(division: string, sdl: string, member: MemberNode): Pick<DisclosedMember, 'place' | 'declassified'> {
  const line = 'loc' in member.name ? (member.name.loc as { startToken: { line: number } }).startToken.line : 1
  return {
    place: sourcePlace(division, sdl, line),
    declassified: directiveArgument(member, 'declassified', 'reason'),
  }
}

import { composeServices } from '@apollo/composition'
import { type ASTNode, type DocumentNode, GraphQLError, parse } from 'graphql'
import { type SourcePlace, sourcePlace } from './sourcePlace.ts'

/** A division as composition sees it. */
export interface DivisionGraph {
  readonly name: string
  /** Its GraphQL endpoint, written into the supergraph. */
  readonly url: string
  /** As `divisionSdl` joins it. */
  readonly sdl: string
}

/** An error or a hint of composition, and the lines of SDL that cause it. */
export interface CompositionNote {
  readonly code: string
  readonly message: string
  readonly places: readonly SourcePlace[]
}

export type Composition =
  | { readonly supergraphSdl: string; readonly hints: readonly CompositionNote[]; readonly errors?: undefined }
  | { readonly errors: readonly CompositionNote[]; readonly supergraphSdl?: undefined }

type ServiceDefinition = Parameters<typeof composeServices>[0][number]
type SubgraphNode = ASTNode & { readonly subgraph?: string }

function placesOf(nodes: readonly SubgraphNode[] | undefined, divisions: readonly DivisionGraph[]): SourcePlace[] {
  const places = (nodes ?? []).flatMap((node) => {
    const division = divisions.find(({ name }) => name === node.subgraph)
    const line = node.loc?.startToken.line
    return division && line ? [sourcePlace(division.name, division.sdl, line)] : []
  })
  // A fault in a shared file is the same fault in all four divisions, but each has a copy of its own to mend by.
  return places.filter((place, at) => places.findIndex((p) => p.file === place.file && p.line === place.line) === at)
}

function errorNote(error: GraphQLError, divisions: readonly DivisionGraph[]): CompositionNote {
  const code = typeof error.extensions.code === 'string' ? error.extensions.code : 'COMPOSITION_ERROR'
  return { code, message: error.message, places: placesOf(error.nodes, divisions) }
}

type ParsedDivision = { readonly typeDefs: DocumentNode } | { readonly error: CompositionNote }

function parseDivision(division: DivisionGraph): ParsedDivision {
  try {
    return { typeDefs: parse(division.sdl) }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const places = (error.locations ?? []).map(({ line }) => sourcePlace(division.name, division.sdl, line))
    return { error: { code: 'INVALID_GRAPHQL', message: `[${division.name}] ${error.message}`, places } }
  }
}

/** Composes the divisions' graphs into one supergraph (Apollo Federation 2), or says what stands against it. */
export function composeSupergraph(divisions: readonly DivisionGraph[]): Composition {
  const services: ServiceDefinition[] = []
  const syntaxErrors: CompositionNote[] = []
  for (const division of divisions) {
    const parsed = parseDivision(division)
    if ('error' in parsed) syntaxErrors.push(parsed.error)
    else services.push({ name: division.name, url: division.url, typeDefs: parsed.typeDefs })
  }
  if (syntaxErrors.length > 0) return { errors: syntaxErrors }
  const result = composeServices(services)
  if (result.errors) return { errors: result.errors.map((error) => errorNote(error, divisions)) }
  const hints = result.hints.map(({ definition, message, nodes }) => ({
    code: definition.code,
    message,
    places: placesOf(nodes, divisions),
  }))
  return { supergraphSdl: result.supergraphSdl, hints }
}

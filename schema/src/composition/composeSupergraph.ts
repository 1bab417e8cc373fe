import { composeServices } from '@apollo/composition'
import { type ASTNode, type DocumentNode, GraphQLError, parse } from 'graphql'
import { taintFaults } from '../access/taintFaults.ts'
import { coordinateNodes, quotedCoordinates } from './coordinateNodes.ts'
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

interface ParsedDivision extends DivisionGraph {
  readonly typeDefs: DocumentNode
}

/** What composition reports: nodes of the divisions' documents, marked with the division, or none at all. */
interface Report {
  readonly message: string
  readonly nodes?: readonly (ASTNode & { readonly subgraph?: string })[] | undefined
}

function nodePlace(division: DivisionGraph, node: ASTNode): SourcePlace[] {
  // A definition begins with its description; its name is the line a reader looks for.
  const name = 'name' in node && node.name && 'loc' in node.name ? node.name : node
  const line = name.loc?.startToken.line
  return line ? [sourcePlace(division.name, division.sdl, line)] : []
}

function placesOf({ message, nodes }: Report, divisions: readonly ParsedDivision[]): SourcePlace[] {
  const marked = divisions.flatMap((division) =>
    (nodes ?? []).filter(({ subgraph }) => subgraph === division.name).flatMap((node) => nodePlace(division, node)),
  )
  const quoted = (): SourcePlace[] =>
    divisions.flatMap((division) =>
      quotedCoordinates(message)
        .flatMap((coordinate) => coordinateNodes(coordinate, division.typeDefs))
        .flatMap((node) => nodePlace(division, node)),
    )
  const places = marked.length > 0 ? marked : quoted()
  // Every division has the shared files; one mention of a line is enough.
  return places.filter((place, at) => places.findIndex((p) => p.file === place.file && p.line === place.line) === at)
}

function syntaxNote(division: DivisionGraph, error: unknown): CompositionNote {
  if (!(error instanceof GraphQLError)) throw error
  const places = (error.locations ?? []).map(({ line }) => sourcePlace(division.name, division.sdl, line))
  return { code: 'INVALID_GRAPHQL', message: `[${division.name}] ${error.message}`, places }
}

/**
 * Composes the divisions' graphs into one supergraph (Apollo Federation 2), or says what stands against it; a field that
 * would disclose more than its sources stands against it too.
 */
export function composeSupergraph(divisions: readonly DivisionGraph[]): Composition {
  const parsed: ParsedDivision[] = []
  const syntaxErrors: CompositionNote[] = []
  for (const division of divisions) {
    try {
      parsed.push({ ...division, typeDefs: parse(division.sdl) })
    } catch (error) {
      syntaxErrors.push(syntaxNote(division, error))
    }
  }
  if (syntaxErrors.length > 0) return { errors: syntaxErrors }
  const note = (code: string, report: Report) => ({ code, message: report.message, places: placesOf(report, parsed) })
  const result = composeServices(parsed.map(({ name, url, typeDefs }) => ({ name, url, typeDefs })))
  if (result.errors) return { errors: result.errors.map((error) => note(String(error.extensions.code), error)) }
  const tainted = taintFaults(parsed)
  if (tainted.length > 0) {
    return {
      errors: tainted.map(({ code, message, division, node }) =>
        note(code, { message: `[${division}] ${message}`, nodes: [{ ...node, subgraph: division }] }),
      ),
    }
  }
  return {
    supergraphSdl: result.supergraphSdl,
    hints: result.hints.map((hint) => note(hint.definition.code, hint)),
  }
}

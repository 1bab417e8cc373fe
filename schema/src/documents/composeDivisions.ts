import { type Composition, composeSupergraph, type DivisionGraph } from '../composition/composeSupergraph.ts'
import { divisionSchemaFile, divisionSdl, hubSdl } from '../composition/divisionSdl.ts'
import { divisions } from '../divisions/divisions.ts'
import { HUB_SUBGRAPH, IN_PROCESS_URL } from '../divisions/subgraphs.ts'

const gatewayPort = 4000

type OneDivision = (typeof divisions)[number]

/** What the hub itself answers, as composition sees it. */
export function hubGraph(): DivisionGraph {
  return { name: HUB_SUBGRAPH, url: IN_PROCESS_URL, sdl: hubSdl() }
}

const defaultUrl = ({ portOffset }: OneDivision): string => `http://127.0.0.1:${gatewayPort + portOffset}/graphql`

/** The four divisions and the hub's own subgraph as they stand in the work tree. @param urlOf the divisions' addresses */
export function divisionGraphs(urlOf: (division: OneDivision) => string = defaultUrl): DivisionGraph[] {
  const own = divisions.map((division) => ({
    name: division.name,
    url: urlOf(division),
    sdl: divisionSdl(divisionSchemaFile(division.name)),
  }))
  return [...own, hubGraph()]
}

/** Composes them. */
export function composeDivisions(urlOf?: (division: OneDivision) => string): Composition {
  return composeSupergraph(divisionGraphs(urlOf))
}

import { type Composition, composeSupergraph, type DivisionGraph } from '../composition/composeSupergraph.ts'
import { divisionSchemaFile, divisionSdl } from '../composition/divisionSdl.ts'
import { divisions } from '../divisions/divisions.ts'

const gatewayPort = 4000

/** The four divisions as they stand in the work tree, at their default addresses. */
export function divisionGraphs(): DivisionGraph[] {
  return divisions.map(({ name, portOffset }) => ({
    name,
    url: `http://127.0.0.1:${gatewayPort + portOffset}/graphql`,
    sdl: divisionSdl(divisionSchemaFile(name)),
  }))
}

/** Composes them. */
export function composeDivisions(): Composition {
  return composeSupergraph(divisionGraphs())
}

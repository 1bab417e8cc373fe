import { type Composition, composeSupergraph } from '../composition/composeSupergraph.ts'
import { divisionSchemaFile, divisionSdl } from '../composition/divisionSdl.ts'
import { divisions } from '../divisions/divisions.ts'

const gatewayPort = 4000

/** Composes the four divisions as they stand in the work tree, at their default addresses. */
export function composeDivisions(): Composition {
  return composeSupergraph(
    divisions.map(({ name, portOffset }) => ({
      name,
      url: `http://127.0.0.1:${gatewayPort + portOffset}/graphql`,
      sdl: divisionSdl(divisionSchemaFile(name)),
    })),
  )
}

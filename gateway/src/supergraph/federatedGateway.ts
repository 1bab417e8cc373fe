import { ApolloGateway } from '@apollo/gateway'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { divisionSource } from './divisionSource.ts'
import type { LoadedSupergraph } from './loadSupergraph.ts'

/** Answers queries over the divisions of a supergraph. @param deadlineMillis how long one call to a division may take */
export function federatedGateway({ sdl, divisionUrls }: LoadedSupergraph, deadlineMillis: number): GatewayInterface {
  return new ApolloGateway({
    supergraphSdl: sdl,
    buildService: ({ name }) => divisionSource(name, divisionUrls.get(name) ?? '', deadlineMillis),
  })
}

import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'

/** The divisions joined into one graph; each is called where the settings say, whatever address the supergraph was composed with. */
export function federatedGateway(supergraphSdl: string, divisionUrls: ReadonlyMap<string, string>): ApolloGateway {
  return new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => new RemoteGraphQLDataSource({ url: divisionUrls.get(name) ?? url ?? '' }),
  })
}

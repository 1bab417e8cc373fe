import { readFile } from 'node:fs/promises'
import { ApolloGateway } from '@apollo/gateway'
import { expect, test } from 'vitest'

/** The cost feature is one of its router's, but nothing that a gateway must understand to serve the graph. */
test('a supergraph with cost directives is served by the reference gateway too', async () => {
  const supergraphSdl = await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')
  expect(supergraphSdl).toMatch(/@link\(url: "https:\/\/specs\.apollo\.dev\/cost\/v0\.1"/)
  const gateway = new ApolloGateway({ supergraphSdl, buildService: () => ({ process: async () => ({ data: {} }) }) })
  const { schema } = await gateway.load()
  expect(schema.getQueryType()?.getFields().enterprises).toBeDefined()
  await gateway.stop()
})

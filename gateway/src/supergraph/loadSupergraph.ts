import { readFile } from 'node:fs/promises'
import { Supergraph } from '@apollo/federation-internals'
import { IN_PROCESS_URL } from '@hub/schema/divisions/subgraphs'
import { HubError } from '@hub/schema/errors/HubError'
import { type GraphQLSchema, validateSchema } from 'graphql'
import { markTextScalars } from './markTextScalars.ts'

/** A supergraph that has been found fit to be served. */
export interface LoadedSupergraph {
  readonly sdl: string
  readonly supergraph: Supergraph
  /** What clients may ask: the supergraph without its federation machinery. */
  readonly apiSchema: GraphQLSchema
  /** The GraphQL address of each division, by its name in the supergraph; none of what is answered in this process. */
  readonly divisionUrls: ReadonlyMap<string, string>
}

/**
 * Reads a composed supergraph and sees that it can be served.
 * @param overrides addresses that stand in for those written in the file, by name
 * @throws HubError HUB_SUPERGRAPH_UNUSABLE when the file is missing, is no supergraph, or leaves a division without address
 */
export async function loadSupergraph(file: string, overrides: ReadonlyMap<string, string>): Promise<LoadedSupergraph> {
  try {
    return readSupergraph(await readFile(file, 'utf8'), overrides)
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError(
      'HUB_SUPERGRAPH_UNUSABLE',
      `超图文件不可用 / unusable supergraph file ${file}: ${cause.message}`,
      {
        cause,
      },
    )
  }
}

/** @throws Error saying what is wrong with the text */
export function readSupergraph(sdl: string, overrides: ReadonlyMap<string, string>): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl)
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema()
  const [fault] = validateSchema(apiSchema)
  if (fault !== undefined) throw fault
  markTextScalars(apiSchema)
  const divisionUrls = new Map(
    supergraph
      .subgraphsMetadata()
      .filter(({ url }) => url !== IN_PROCESS_URL)
      .map(({ name, url }) => [name, checkedUrl(name, overrides.get(name) ?? url)]),
  )
  return { sdl, supergraph, apiSchema, divisionUrls }
}

function checkedUrl(name: string, url: string): string {
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw new Error(`no usable address for ${name}: "${url}"`)
  return url
}

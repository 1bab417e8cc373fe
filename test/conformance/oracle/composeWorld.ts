import { composeServices } from '@apollo/composition'
import { type DocumentNode, parse, printSchema } from 'graphql'
import { subgraphSdl } from './subgraphSdl.ts'
import type { World } from './worldModel.ts'

export interface Federation {
  readonly world: World
  readonly subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode; readonly sdl: string }[]
  readonly supergraphSdl: string
  /** What a client sees: no federation in it. */
  readonly apiSdl: string
}

/** Composes the subgraphs of a world, or says why the world breaks a rule of composition. */
export function composeWorld(world: World): Federation | { readonly refused: readonly string[] } {
  const subgraphs = world.subgraphs.map((name) => {
    const sdl = subgraphSdl(world, name)
    return { name, sdl, typeDefs: parse(sdl), url: `http://${name}.invalid` }
  })
  const result = composeServices(subgraphs)
  if (result.errors) return { refused: result.errors.map(({ message }) => message) }
  const apiSdl = printSchema(result.schema.toAPISchema().toGraphQLJSSchema())
  return { world, subgraphs, supergraphSdl: result.supergraphSdl, apiSdl }
}

import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLSchema, parse } from 'graphql'
import type { SubgraphName } from '../../divisions/subgraphs.ts'
import { scalarResolvers } from '../../scalars/scalarResolvers.ts'
import { disclosureGuard } from './disclosureGuard.ts'

/** Resolvers by type and field. Their context tells who asks (`GuardedContext`). */
export type SubgraphResolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * A subgraph that can be executed: its SDL, resolved by its own resolvers and guarded by the levels that the SDL gives.
 * @throws Error when SDL and resolvers do not fit together
 */
export function guardedSchema(name: SubgraphName, sdl: string, resolvers: SubgraphResolvers): GraphQLSchema {
  const typeDefs = parse(sdl)
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalarResolvers, ...resolvers } as never }])
  disclosureGuard(schema, typeDefs, name)
  return schema
}

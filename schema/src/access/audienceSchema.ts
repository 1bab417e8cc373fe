import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, printSchema } from 'graphql'
import { audienceDocument } from './audienceDocument.ts'
import { type AudienceScope, existsFor } from './audienceScope.ts'
import { type Disclosure, disclosureMap } from './disclosureMap.ts'
import { fieldOwners } from './fieldOwners.ts'
import { type Reservations, reservations } from './reservations.ts'

/** What a graph says of levels and owners, read once per supergraph. */
export interface GraphDisclosure {
  readonly levels: ReadonlyMap<string, Disclosure>
  readonly owners: ReadonlyMap<string, readonly string[]>
  readonly reserved: Reservations
}

const closed: Disclosure = { level: 'INTERNAL', source: 'UNMARKED' }

/** Levels and owners of a composed supergraph. */
export function graphDisclosure(supergraphSdl: string): GraphDisclosure {
  const document = parse(supergraphSdl, { noLocation: true })
  return { levels: disclosureMap(document), owners: fieldOwners(document), reserved: reservations(document) }
}

/** Whether a member of the graph exists for an audience; one that the supergraph does not know is closed. */
export function existsIn({ levels, owners, reserved }: GraphDisclosure, scope: AudienceScope) {
  return (coordinate: string, use: 'READ' | 'ASK'): boolean =>
    existsFor(scope, {
      coordinate,
      disclosure: levels.get(coordinate) ?? closed,
      reservedFor: reserved.get(coordinate),
      owners: owners.get(coordinate) ?? [],
      use,
    })
}

/** The same for callers who find the same in a graph, so that they may share schema and caches. */
export function audienceKey({ reserved }: GraphDisclosure, { key, role }: AudienceScope): string {
  const own = [...reserved].flatMap(([coordinate, roles]) => (roles.includes(role) ? [coordinate] : []))
  return [key, ...own].join('|')
}

/** The API schema as an audience finds it: what is above its level does not exist. */
export function audienceSchema(api: GraphQLSchema, graph: GraphDisclosure, scope: AudienceScope): GraphQLSchema {
  return buildASTSchema(audienceSdl(api, graph, scope))
}

/** The same as a document. */
export function audienceSdl(api: GraphQLSchema, graph: GraphDisclosure, scope: AudienceScope): DocumentNode {
  return audienceDocument(parse(printSchema(api), { noLocation: true }), existsIn(graph, scope))
}

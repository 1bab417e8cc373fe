import { type Operation, operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner'
import { buildASTSchema, type DocumentNode, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { type CurriedSupergraph, curryRequires } from './curryRequires.ts'
import { resolvableKeys } from './resolvableKeys.ts'

/** Makes query plans over one supergraph. */
export interface SupergraphPlanner {
  /** Fields of the planner's supergraph that stand for a field with arguments; see `curryRequires`. */
  readonly curried: CurriedSupergraph
  /** The whole supergraph, inaccessible parts included: what `__typename`s of divisions are read by. */
  readonly schema: GraphQLSchema
  /** Names of its object types. */
  readonly objectTypes: ReadonlySet<unknown>
  /** Whether any type has a field of this name. */
  readonly isField: (name: string) => boolean
  readonly plan: (canonical: DocumentNode) => QueryPlan
}

/**
 * @param supergraph the same supergraph when it is already built, which spares a second
 * @throws Error when the text is no supergraph
 */
export function supergraphPlanner(sdl: string, supergraph?: Supergraph): SupergraphPlanner {
  const document = parse(sdl, { noLocation: true })
  const curried = curryRequires(resolvableKeys(document))
  const changed = curried.document !== document
  const planned =
    changed || supergraph === undefined
      ? Supergraph.build(curried.document, { validateSupergraph: !changed })
      : supergraph
  const planner = new QueryPlanner(planned, { generateQueryFragments: false, exposeDocumentNodeInFetchNode: true })
  const apiSchema = planned.apiSchema()
  const operation = (canonical: DocumentNode): Operation =>
    operationFromDocument(apiSchema, canonical, { validate: false })
  const schema = buildASTSchema(curried.document, { assumeValid: true, assumeValidSDL: true })
  const types = Object.values(schema.getTypeMap())
  const fieldNames = new Set(types.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])))
  return {
    curried,
    schema,
    objectTypes: new Set(types.filter(isObjectType).map(({ name }) => name)),
    isField: (name) => fieldNames.has(name),
    plan: (canonical) => planner.buildQueryPlan(operation(canonical)),
  }
}

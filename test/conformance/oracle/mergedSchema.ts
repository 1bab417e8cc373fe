import {
  buildASTSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  parse,
  visit,
} from 'graphql'
import type { Federation } from './composeWorld.ts'
import { WorldData } from './dataGenerator.ts'
import { typeResolver, worldResolver } from './resolveField.ts'

export interface Operation {
  readonly document: DocumentNode
  readonly variables: Record<string, unknown>
  readonly operationName?: string
}

/** What the specification says the answer is, and every place where a field raises an error of its own. */
export interface Truth {
  readonly result: ExecutionResult
  /** The data when no null swallows another. */
  readonly unswallowed: unknown
  /** Response paths of all errors, those included that a null further up swallows. */
  readonly faults: ReadonlySet<string>
}

export function pathText(path: readonly (string | number)[] | undefined): string {
  return path ? JSON.stringify(path) : 'none'
}

/** The same schema where every field may be null: nothing is swallowed, so that each fault is seen. */
function nullableEverywhere(api: DocumentNode): DocumentNode {
  return visit(api, {
    FieldDefinition: (field) => ({
      ...field,
      type: visit(field.type, { NonNullType: { leave: (node) => node.type } }),
    }),
  })
}

/** What an operation asks about the schema itself, which for the client is not nullable everywhere. */
function introspectionOf({ data }: ExecutionResult): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => /^__(schema|type)$/.test(name)))
}

/** Plain graphql-js over the one merged schema, with the same data as the subgraphs. */
export class MergedServer {
  readonly schema: GraphQLSchema
  readonly #lenient: GraphQLSchema
  readonly #data: WorldData

  constructor({ world, apiSdl }: Federation) {
    const api = parse(apiSdl)
    this.schema = buildASTSchema(api)
    this.#lenient = buildASTSchema(nullableEverywhere(api))
    this.#data = new WorldData(world)
  }

  async truth(operation: Operation): Promise<Truth> {
    const result = await this.#run(this.schema, operation)
    const lenient = await this.#run(this.#lenient, operation)
    const paths = new Set((lenient.errors ?? []).map(({ path }) => pathText(path)))
    return { result, unswallowed: { ...lenient.data, ...introspectionOf(result) }, faults: paths }
  }

  async #run(schema: GraphQLSchema, { document, variables, operationName }: Operation): Promise<ExecutionResult> {
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      operationName,
      fieldResolver: worldResolver(this.#data),
      typeResolver,
      contextValue: { writes: 0 },
    })
    return JSON.parse(JSON.stringify(result)) as ExecutionResult
  }
}

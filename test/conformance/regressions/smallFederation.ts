import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type ExecutionResult, execute, parse, printSchema, validate } from 'graphql'
import { loadHub } from '../oracle/hubExecutor.ts'
import type { SubgraphRequest } from '../oracle/subgraphServer.ts'

type Resolver = (source: never, args: never) => unknown

/** A subgraph written down by hand: SDL without the federation's link, and resolvers by type and field. */
export interface SmallSubgraph {
  readonly sdl: string
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>>
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@interfaceObject"])\n`

export interface SmallAnswer {
  readonly data: unknown
  /** Response paths of the errors, sorted. */
  readonly errorPaths: readonly string[]
  /** Requests in the order in which they were sent: subgraph and text. */
  readonly requests: readonly (readonly [subgraph: string, query: string])[]
}

/** A field that is at fault. */
export function fault(): never {
  throw new Error('fault')
}

/** Asks our executor over subgraphs in process; each checks what it is asked. */
export async function askSmall(
  subgraphs: Readonly<Record<string, SmallSubgraph>>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<SmallAnswer> {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(LINK + sdl),
  }))
  const { schema, supergraphSdl, errors } = composeServices(services)
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
  const schemas = new Map(
    services.map(({ name, typeDefs }) => {
      const resolvers = subgraphs[name]?.resolvers ?? {}
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])] as const
    }),
  )
  const requests: [string, string][] = []
  const ask = async (name: string, request: SubgraphRequest): Promise<ExecutionResult> => {
    requests.push([name, request.query])
    const subgraph = schemas.get(name)
    if (!subgraph) throw new Error(`no subgraph ${name}`)
    const document = parse(request.query)
    const [invalid] = validate(subgraph, document)
    if (invalid) throw new Error(`${name} is asked what it cannot answer: ${invalid.message}`)
    const result = await execute({ schema: subgraph, document, variableValues: request.variables ?? {} })
    return JSON.parse(JSON.stringify(result)) as ExecutionResult
  }
  const apiSdl = printSchema(schema.toAPISchema().toGraphQLJSSchema())
  const executor = await loadHub({ supergraphSdl, apiSdl }, ask)
  const answer = await executor.execute({ document: parse(query), variables })
  await executor.stop()
  const errorPaths = (answer.errors ?? []).map(({ path }) => (path ?? ['without path']).join('.')).sort()
  return { data: answer.data, errorPaths, requests }
}

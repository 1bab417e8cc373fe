import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql'
import type { Federation } from './composeWorld.ts'
import { indexOfKey, selectedFields, typeOfId, WorldData } from './dataGenerator.ts'
import { Outage } from './executor.ts'
import { hashText, Random } from './random.ts'
import { parentOf, type RunState, released, type Source, sourceOf, typeResolver, withOrder } from './resolveField.ts'
import { keyFieldNames, type TypeModel, type World } from './worldModel.ts'

/** One request of a gateway to a subgraph. */
export interface SubgraphRequest {
  readonly query: string
  readonly variables?: Record<string, unknown> | undefined
}

/** Answers requests as the named subgraph would over HTTP: the answer is what its JSON says. */
export type AskSubgraph = (subgraph: string, request: SubgraphRequest) => Promise<ExecutionResult>

/** The object meant by a representation; throws when no resolvable key is whole, or when two keys disagree. */
function referenced(world: World, type: TypeModel, subgraph: string, representation: Record<string, unknown>): Source {
  const participation = type.participants.get(subgraph)
  if (!participation?.resolvable) throw new Error(`${type.name} cannot be resolved in ${subgraph}`)
  const whole = participation.keys.filter((key) => keyFieldNames(key).every((name) => representation[name] != null))
  const names = new Set(whole.flatMap(keyFieldNames))
  const indexes = new Set([...names].map((name) => indexOfKey(name, representation[name])))
  const [index] = indexes
  if (index === undefined || indexes.size > 1 || !(index >= 0 && index < world.population)) {
    throw new Error(`no key of ${type.name} in ${JSON.stringify(representation)}`)
  }
  const of = type.kind === 'entityInterface' ? typeOfId(representation.id, type.name, world.types) : type.name
  return { ...sourceOf({ of, index }), representation }
}

/** The part of a representation that a requirement selected; a field that is not there makes it useless. */
function carried(representation: unknown, selection: SelectionSetNode): unknown {
  if (representation === null) return null
  if (Array.isArray(representation)) return representation.map((element) => carried(element, selection))
  if (typeof representation !== 'object') throw new Error('a required object is not an object')
  const fields = selectedFields(selection, Reflect.get(representation, '__typename'))
  return Object.fromEntries(
    fields.map(({ name: { value: name }, selectionSet }) => {
      const value = Object.entries(representation as object).find(([key]) => key === name)
      if (!value) throw new Error(`required ${name} is missing`)
      return [name, selectionSet ? carried(value[1], selectionSet) : value[1]]
    }),
  )
}

function subgraphResolver(data: WorldData, subgraph: string): GraphQLFieldResolver<unknown, RunState> {
  return (source, args, state, info) => {
    const parent = parentOf(source, info.parentType.name)
    const field = data.field(parent.of, info.fieldName)
    if (field.overriddenIn === subgraph) throw new Error(`${info.fieldName} was taken over by another subgraph`)
    if (field.externalIn.includes(subgraph)) throw new Error(`${info.fieldName} is another subgraph's`)
    const required =
      field.requires === undefined ? undefined : carried(parent.representation ?? {}, data.selection(field.requires))
    return released(withOrder(data.value(parent, field, args, required), info.parentType.name, state))
  }
}

function subgraphSchema(world: World, data: WorldData, name: string, typeDefs: DocumentNode): GraphQLSchema {
  const keyed = world.types.filter(({ participants, kind }) => participants.has(name) && kind !== 'interface')
  const resolvers = Object.fromEntries(
    keyed.map((type) => [
      type.name,
      {
        __resolveReference: (given: Record<string, unknown>) => {
          const object = referenced(world, type, name, given)
          if (isLookUpFailing(world, name, object)) throw new Error(`fault in looking up ${object.of}`)
          return data.unknown(name, object) ? null : object
        },
      },
    ]),
  )
  return buildSubgraphSchema([{ typeDefs, resolvers }])
}

/** Chance that looking up an entity fails, in worlds where that happens. */
const LOOK_UP_FAULT_RATE = 0.08

function isLookUpFailing({ hazard, seed }: World, subgraph: string, { of, index }: Source): boolean {
  if (hazard !== 'references') return false
  return new Random(hashText(`${seed}|look-up|${subgraph}|${of}|${index}`)).chance(LOOK_UP_FAULT_RATE)
}

/** Lets other subgraphs answer first, or not, as it happens over a network; by the request, so that it happens again. */
async function takesItsTime({ seed }: World, subgraph: string, query: string): Promise<void> {
  for (let turns = new Random(hashText(`${seed}|time|${subgraph}|${query}`)).between(0, 3); turns > 0; turns--)
    await new Promise((resolve) => setImmediate(resolve))
}

/** Chance that a request gets no answer, in worlds where that happens. */
const OUTAGE_RATE = 0.15

/** Mutations always arrive: the receipts count them. */
function isOut({ hazard, seed }: World, subgraph: string, query: string): boolean {
  if (hazard !== 'outages' || query.startsWith('mutation')) return false
  return new Random(hashText(`${seed}|${subgraph}|${query}`)).chance(OUTAGE_RATE)
}

/** All subgraphs of a federation, in process. A request that is not valid for the subgraph is an error of the gateway and thrown. */
export function subgraphServer(federation: Federation, state: RunState): AskSubgraph {
  const data = new WorldData(federation.world)
  const served = new Map(
    federation.subgraphs.map(({ name, typeDefs }) => [
      name,
      { schema: subgraphSchema(federation.world, data, name, typeDefs), fieldResolver: subgraphResolver(data, name) },
    ]),
  )
  return async (subgraph, { query, variables }) => {
    await takesItsTime(federation.world, subgraph, query)
    if (isOut(federation.world, subgraph, query)) throw new Outage(subgraph)
    const server = served.get(subgraph)
    if (!server) throw new Error(`no subgraph ${subgraph}`)
    const document = parse(query)
    const faults = validate(server.schema, document)
    if (faults.length > 0) throw new Error(`invalid request to ${subgraph}: ${faults[0]?.message}\n${query}`)
    const result = await execute({
      ...server,
      document,
      typeResolver,
      contextValue: state,
      variableValues: variables ?? {},
    })
    return JSON.parse(JSON.stringify(result)) as ExecutionResult
  }
}

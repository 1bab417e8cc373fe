import { BoundedCache } from '@hub/gateway/execution/boundedCache'
import { fromByteText } from '@hub/gateway/execution/byteText'
import { type DivisionCall, DivisionFailure } from '@hub/gateway/execution/divisions/divisionCall'
import { executeOperation } from '@hub/gateway/execution/executeOperation'
import { OperationStore, type ReadyOperation } from '@hub/gateway/execution/operationStore'
import { planQuery } from '@hub/gateway/execution/plan/planQuery'
import { supergraphPlanner } from '@hub/gateway/execution/plan/supergraphPlanner'
import { HubError } from '@hub/schema/errors/HubError'
import { buildASTSchema, GraphQLError, parse } from 'graphql'
import { type LoadExecutor, Outage, Refused } from './executor.ts'
import { hashText } from './random.ts'
import type { AskSubgraph, SubgraphRequest } from './subgraphServer.ts'

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Members the other way round, but for the one scalar that has several, whose order is its own. */
function backwards(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  if (Reflect.get(value, '__typename') === 'Nothing') return value
  return Object.fromEntries(Object.entries(value).reverse())
}

/** The ways in which servers write JSON: as it comes, in nothing but ASCII, for people to read, members in any order. */
const WRITERS: readonly ((told: unknown) => string)[] = [
  (told) => JSON.stringify(told),
  (told) => JSON.stringify(told).replace(/[\u0080-\uffff]/g, escaped),
  (told) => `${JSON.stringify(told)}\n`,
  (told) => JSON.stringify({ extensions: {}, ...(told as object) }, undefined, 2),
  (told) => JSON.stringify(told, backwards),
]

/** By the request, so that it is answered so again. */
function answerBytes(request: string, told: unknown): Buffer {
  const write = WRITERS[hashText(request) % WRITERS.length] ?? JSON.stringify
  return Buffer.from(write(told))
}

function divisionCall(ask: AskSubgraph): DivisionCall {
  return async ({ division, body, parse: parseAnswer }) => {
    const told = await ask(division, JSON.parse(fromByteText(body)) as SubgraphRequest).catch((error: unknown) => {
      throw error instanceof Outage ? new DivisionFailure(division, 'HUB_DIVISION_UNAVAILABLE', error.message) : error
    })
    const answer = answerBytes(body, told)
    const { data, errors } = parseAnswer(answer) as { data: unknown; errors: unknown }
    return { data, errors, body: answer }
  }
}

async function plannedOrRefused(plan: () => ReadyOperation | Promise<ReadyOperation>): Promise<ReadyOperation> {
  try {
    return await plan()
  } catch (error) {
    if (error instanceof HubError && error.code === 'HUB_OPERATION_TOO_COMPLEX') throw new Refused(error.message)
    throw error
  }
}

/** Our compiled executor, in process. */
export const loadHub: LoadExecutor = async ({ supergraphSdl, apiSdl }, ask) => {
  const store = new OperationStore(
    buildASTSchema(parse(apiSdl)),
    supergraphPlanner(supergraphSdl, planQuery(supergraphSdl)),
    new BoundedCache(1_000_000),
  )
  const call = divisionCall(ask)
  return {
    async execute({ document, variables, operationName }) {
      const ready = await plannedOrRefused(() => store.ready(store.find(document, operationName), variables))
      const { data, errors } = await executeOperation(ready, call)
      const reported = errors.map(({ message, path }) => new GraphQLError(message, path ? { path } : {}))
      return { data: JSON.parse(String(data)), ...(reported.length > 0 ? { errors: reported } : {}) }
    },
    stop: async () => {},
  }
}

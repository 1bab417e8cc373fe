import { setMaxListeners } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { Audiences } from '@hub/gateway/access/audiences'
import { type ExchangeStores, exchangeStores } from '@hub/gateway/exchange/exchangeStores'
import type { FeedReader } from '@hub/gateway/exchange/feed/feedReader'
import { type HubFeed, openFeed } from '@hub/gateway/exchange/feed/openFeed'
import type { StreamParts } from '@hub/gateway/exchange/stream/streamOperation'
import { answerText } from '@hub/gateway/execution/answer/answerText'
import type { Audience } from '@hub/gateway/execution/audience'
import { BoundedCache } from '@hub/gateway/execution/boundedCache'
import type { DivisionCall } from '@hub/gateway/execution/divisions/divisionCall'
import { DivisionClients } from '@hub/gateway/execution/divisions/divisionClients'
import { defaultExecutionSettings } from '@hub/gateway/execution/divisions/executionSettings'
import { InProcessDivision } from '@hub/gateway/execution/divisions/inProcessDivision'
import { DocumentStore } from '@hub/gateway/execution/documentStore'
import { executeOperation } from '@hub/gateway/execution/executeOperation'
import { nobodyListens } from '@hub/gateway/execution/executionObserver'
import { OperationStore, type ReadyOperation } from '@hub/gateway/execution/operationStore'
import { planQuery } from '@hub/gateway/execution/plan/planQuery'
import { supergraphPlanner } from '@hub/gateway/execution/plan/supergraphPlanner'
import type { OperationContext } from '@hub/gateway/execution/supergraphExecutor'
import { type HubRooms, hubGraph } from '@hub/gateway/graph/hubGraph'
import { DivisionDesks } from '@hub/gateway/reports/divisionDesks'
import { rightsKey } from '@hub/gateway/request/rightsKey'
import { toldError } from '@hub/gateway/request/toldError'
import { type LoadedSupergraph, readSupergraph } from '@hub/gateway/supergraph/loadSupergraph'
import { openDesk } from '@hub/kit/desk/openDesk'
import { numberEvents } from '@hub/kit/relay/numberEvents'
import { prepareSequence, relayCollections } from '@hub/kit/relay/relayCollections'
import { divisionRoutes } from '@hub/kit/server/divisionRoutes'
import { divisionSettings } from '@hub/kit/server/environment'
import { graphqlServer } from '@hub/kit/server/graphqlServer'
import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { buildIndexes, type DivisionCollections, divisionCollections } from '@hub/kit/store/divisionCollections'
import { RecordStore } from '@hub/kit/store/recordStore'
import { testSealing } from '@hub/kit/testing/testSealing'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { composeSupergraph } from '@hub/schema/composition/composeSupergraph'
import { divisionSchemaFile, divisionSdl, hubSdl } from '@hub/schema/composition/divisionSdl'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { HUB_SUBGRAPH, type SubgraphName } from '@hub/schema/divisions/subgraphs'
import { hubGraph as hubOwnGraph } from '@hub/schema/documents/composeDivisions'
import { ByteSealer } from '@hub/schema/sealing/byteSealer'
import { division as trade } from '@hub/trade/division'
import { GraphQLError, type GraphQLSchema, graphql, parse } from 'graphql'
import mongoose, { type Connection, type mongo } from 'mongoose'
import { type Logger, pino } from 'pino'
import { divisionHopSettings, gatewaySigner } from '../setup/hopKeys.ts'
import type { TestDatabase } from '../setup/testDatabase.ts'

export interface LeakAnswer {
  /** Every byte that the caller is given. */
  readonly text: string
  readonly data: Record<string, unknown> | null | undefined
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** The four real divisions on a real database behind signed HTTP, and the hub's audiences and executor before them. */
export interface LeakWorld {
  readonly api: GraphQLSchema
  readonly definitions: ReadonlyMap<DivisionName, DivisionDefinition>
  /** Asks the hub as this caller; `through` may stand between the hub and the divisions. */
  ask: (caller: CallerClaims, query: string, through?: Through) => Promise<LeakAnswer>
  /** Asks a subgraph past the hub's audiences: signed as the hub signs, so that nothing but the subgraph's own guard is left. */
  direct: (subgraph: SubgraphName, caller: CallerClaims, query: string) => Promise<LeakAnswer>
  /** The address of a division, for whoever knocks without a signature. */
  url: (division: DivisionName) => string
  storeAt: (division: DivisionName, instant: string) => RecordStore
  collectionsOf: (division: DivisionName) => DivisionCollections
  /** Where the hub keeps what is its own. */
  readonly hubDatabase: mongo.Db
  /** Agreements and what goes out by them. */
  readonly exchange: ExchangeStores
  /** What the hub tells of changes. */
  feed: FeedReader
  /** What streams work with. */
  streams: Pick<StreamParts, 'executor'> & {
    feed: FeedReader
    audienceOf: (caller: CallerClaims) => Audience
    supergraph: LoadedSupergraph
  }
  /** Gives the division's events their numbers, as its relay does. */
  relay: (division: DivisionName) => Promise<void>
  close: () => Promise<void>
}

/** Changes how divisions are called for callers with these rights. */
export type Through = (call: DivisionCall, rights: string) => DivisionCall

/** How a test weakens a level: a change of a subgraph's SDL, where the hub reads it or where the subgraph itself does. */
export interface Weakening {
  readonly division: SubgraphName
  readonly change: (sdl: string) => string
  readonly where: 'hub' | 'division'
}

/** What is proved here does not depend on how busy the machine is. */
const PATIENT = { ...defaultExecutionSettings, operationMillis: 60_000, callMillis: 60_000 }
const KEPT = 1_000_000

/** @param logger what the divisions log to */
export async function leakWorld(
  database: TestDatabase,
  weakening?: Weakening,
  logger: Logger = pino({ level: 'silent' }),
): Promise<LeakWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-leak-'))
  const schemaFor = (name: DivisionName, where: Weakening['where']): Promise<URL> =>
    schemaOf(name, folder, weakening?.division === name && weakening.where === where ? weakening.change : undefined)
  const served = await Promise.all(
    [foreignInvestment, trade, marketOrder, personnel].map(async (definition) =>
      serve({ ...definition, schemaFile: await schemaFor(definition.name, 'division') }, database, logger),
    ),
  )
  const byName = new Map(served.map((division) => [division.definition.name, division]))
  const of = (name: DivisionName): Served => {
    const found = byName.get(name)
    if (found === undefined) throw new Error(`no division ${name}`)
    return found
  }
  const graphs = await Promise.all(
    served.map(async ({ definition: { name }, url }) => ({
      name,
      url,
      sdl: divisionSdl(await schemaFor(name, 'hub')),
    })),
  )
  const ownSdl = (where: Weakening['where']): string =>
    weakening?.division === HUB_SUBGRAPH && weakening.where === where ? weakening.change(hubSdl()) : hubSdl()
  const { supergraphSdl, errors } = composeSupergraph([...graphs, { ...hubOwnGraph(), sdl: ownSdl('hub') }])
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  const supergraph = readSupergraph(supergraphSdl, new Map())
  const signers = new Map(served.map(({ definition: { name } }) => [name as string, gatewaySigner(name)]))
  const told = { changes: () => feed.naming, desks: () => desks }
  const own = await hubRooms(database, told, ownSdl('division'))
  const clients = new DivisionClients(
    { ...supergraph, inProcess: own.inProcess },
    { settings: PATIENT, trust: { signers } },
  )
  const planner = supergraphPlanner(supergraphSdl, planQuery(supergraphSdl))
  // By the levels it is known whose data an answer holds, which streams keep evidence of.
  const { levels } = graphDisclosure(supergraphSdl)
  const audiences = new Audiences(supergraph, (key, schema) => {
    const documents = new DocumentStore(schema, new BoundedCache(KEPT))
    return {
      key,
      schema,
      documents,
      operations: new OperationStore(schema, planner, new BoundedCache(KEPT), undefined, levels),
    }
  })
  const executor = {
    execute: (ready: ReadyOperation, context: OperationContext = {}) =>
      executeOperation(ready, clients.caller({ ...context, ...untilPatienceEnds() }), PATIENT.operationMillis),
  }
  // What is proved here is what is told; evidence of it has its own tests.
  const evidence = { keep: async () => undefined }
  const feed: HubFeed = openFeed({
    sdl: supergraphSdl,
    executor,
    audienceOf: (caller) => audiences.of(caller),
    evidence,
  })
  const desks = new DivisionDesks(executor, (caller) => audiences.of(caller))
  own.exchange.running.feed = feed.reader
  return {
    api: supergraph.apiSchema,
    definitions: new Map(served.map(({ definition }) => [definition.name, definition])),
    ask: (caller, query, through) => askHub(clients, audiences, { caller, query, through }),
    direct: (name, caller, query) =>
      name === HUB_SUBGRAPH ? askOwn(own.schema, caller, query) : askDivision(of(name), caller, query),
    url: (name) => of(name).url,
    storeAt: (name, instant) => new RecordStore(of(name).collections, () => new Date(instant)),
    collectionsOf: (name) => of(name).collections,
    hubDatabase: own.db,
    exchange: own.exchange,
    feed: feed.reader,
    streams: { executor, feed: feed.naming, audienceOf: (caller) => audiences.of(caller), supergraph },
    relay: async (name) => {
      const { collections } = of(name)
      while ((await numberEvents(collections, relayCollections(collections), 500)) > 0);
    },
    close: async () => {
      feed.close()
      await clients.close()
      await Promise.all([...served.map(({ stop }) => stop()), own.stop()])
      rmSync(folder, { recursive: true })
    },
  }
}

const untilPatienceEnds = () => ({ deadlineAt: performance.now() + PATIENT.operationMillis })

/** What the hub itself answers, on a database of its own. */
async function hubRooms(
  { uri, name }: TestDatabase,
  { changes, desks }: Pick<HubRooms, 'changes'> & { readonly desks: () => DivisionDesks },
  sdl: string,
) {
  const connection = await mongoose.createConnection(uri, { dbName: `${name}-hub` }).asPromise()
  const { db } = connection
  if (db === undefined) throw new Error('no database')
  const exchange = exchangeStores(db, new ByteSealer(hopKeyList.parse(newHopKey('test-exchange')), 'exchange'))
  const own = { db, close: async () => undefined }
  const schema = hubGraph(
    {
      database: own,
      exchange,
      changes,
      reports: { desks, unit: { name: '', site: undefined } },
      observe: async () => undefined,
    },
    sdl,
  )
  const onFault = (error: unknown): never => {
    throw error
  }
  const options = { schema, callMillis: PATIENT.callMillis, observer: nobodyListens, onFault }
  const inProcess = new Map([[HUB_SUBGRAPH, new InProcessDivision(HUB_SUBGRAPH, options)]])
  const stop = async (): Promise<void> => {
    await connection.dropDatabase()
    await connection.close()
  }
  return { db, exchange, schema, inProcess, stop }
}

async function askOwn(schema: GraphQLSchema, caller: CallerClaims, query: string): Promise<LeakAnswer> {
  const { signal } = new AbortController()
  // As the hub's own call has it: every read of one request listens, until its cursor is closed.
  setMaxListeners(0, signal)
  const contextValue = { caller, millis: PATIENT.callMillis, signal }
  return read(JSON.stringify(await graphql({ schema, source: query, contextValue })))
}

async function schemaOf(name: DivisionName, folder: string, change: Weakening['change'] | undefined): Promise<URL> {
  const file = divisionSchemaFile(name)
  if (change === undefined) return file
  const changed = pathToFileURL(join(folder, `${name}.graphql`))
  await writeFile(changed, change(await readFile(file, 'utf8')))
  return changed
}

async function serve(definition: DivisionDefinition, { uri, name }: TestDatabase, logger: Logger) {
  const options = {
    dbName: `${name}-${definition.name}`,
    autoIndex: false,
    autoCreate: false,
    ignoreUndefined: true,
  }
  const connection: Connection = await mongoose.createConnection(uri, options).asPromise()
  const collections = divisionCollections(connection, definition.families, testSealing)
  await buildIndexes(collections)
  await prepareSequence(relayCollections(collections))
  const desk = await openDesk({
    definitions: definition.imports ?? [],
    sdl: parse(divisionSdl(definition.schemaFile)),
    records: collections,
    link: async (identities) => identities.map(() => ({ outcome: 'UNAVAILABLE', candidates: [] })),
    findSubject: async () => undefined,
  })
  const environment = divisionSettings.read({
    PORT: '0',
    MONGODB_URI: uri,
    DATABASE_NAME: options.dbName,
    DATABASE_DEADLINE_MS: '60000',
    ...divisionHopSettings(definition.name),
  })
  const server = graphqlServer(definition, logger)
  const app = await divisionRoutes({ name: definition.name, server, desk, environment, logger })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const stop = async (): Promise<void> => {
    await app.close()
    await server.stop()
    await connection.dropDatabase()
    await connection.close()
  }
  return { definition, collections, url: `${origin}/graphql`, signer: gatewaySigner(definition.name), stop }
}

type Served = Awaited<ReturnType<typeof serve>>

async function askDivision({ url, signer }: Served, caller: CallerClaims, query: string): Promise<LeakAnswer> {
  const body = JSON.stringify({ query })
  const headers = new Headers({ 'content-type': 'application/json' })
  const signed = signer.sign({ method: 'POST', target: new URL(url).pathname, body, caller })
  for (let at = 0; at < signed.length; at += 2) headers.set(signed[at] ?? '', signed[at + 1] ?? '')
  return read(await (await fetch(url, { method: 'POST', headers, body })).text())
}

/** The steps of the request pipeline between identity and bytes. */
async function askHub(
  clients: DivisionClients,
  audiences: Audiences,
  { caller, query, through = (call) => call }: { caller: CallerClaims; query: string; through: Through | undefined },
): Promise<LeakAnswer> {
  const audience = audiences.of(caller)
  const told = (errors: readonly GraphQLError[]) => read(answerText({ errors: errors.map(toldError) }).toString())
  const checked = audience.documents.check(query)
  if (checked.errors) return told(checked.errors)
  try {
    const ready = await audience.operations.ready(audience.operations.find(checked.document))
    const call = through(clients.caller({ caller, ...untilPatienceEnds() }), rightsKey(audience.key, caller))
    const answer = await executeOperation(ready, call, PATIENT.operationMillis)
    return read(answerText({ ...answer, errors: answer.errors.map(toldError) }).toString())
  } catch (error) {
    if (error instanceof GraphQLError) return told([error])
    throw error
  }
}

function read(text: string): LeakAnswer {
  const { data, errors = [] } = JSON.parse(text) as Partial<LeakAnswer>
  return { text, data, errors }
}

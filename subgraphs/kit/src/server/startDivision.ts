import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { HubError } from '@hub/schema/errors/HubError'
import { openRedis } from '@hub/schema/redis/openRedis'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import { parse } from 'graphql'
import { type Logger, pino } from 'pino'
import { openDesk } from '../desk/openDesk.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { ImportDefinition } from '../imports/importDefinition.ts'
import { hubFindSubject } from '../imports/linking/findSubject.ts'
import { hubLinker } from '../imports/linking/subjectLinker.ts'
import { keepExpiring } from '../relay/keepExpiring.ts'
import { keepRelaying, type Relay } from '../relay/keepRelaying.ts'
import { prepareSequence, relayCollections } from '../relay/relayCollections.ts'
import { assertDigestKey } from '../sealing/assertDigestKey.ts'
import { assertSealed } from '../sealing/assertSealed.ts'
import { keepSealed } from '../sealing/keepSealed.ts'
import { sealingOf } from '../sealing/sealing.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { connectDatabase } from './connectDatabase.ts'
import { divisionRoutes } from './divisionRoutes.ts'
import { type DivisionEnvironment, readEnvironment } from './environment.ts'
import { type GraphqlDivision, graphqlServer } from './graphqlServer.ts'
import { importRoutes } from './importRoutes.ts'
import { listen } from './listen.ts'
import { untilStopped } from './untilStopped.ts'

/** What a division brings: its SDL, its record families and its resolvers. The kit does the rest. */
export interface DivisionDefinition extends GraphqlDivision {
  families: readonly RecordFamily[]
  /** The families that files may bring. */
  imports?: readonly ImportDefinition[]
}

/** Runs a division's process from its environment until it is told to stop; a fault at start is one line and exit code 1. */
export async function startDivision(definition: DivisionDefinition): Promise<void> {
  try {
    await run(definition, readEnvironment())
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    process.stderr.write(
      `${definition.name}: [${error.code}] ${error.message}\n  ${error.remedy.zh}\n  ${error.remedy.en}\n`,
    )
    process.exitCode = 1
  }
}

/** Whatever goes wrong on the way, what has been opened is closed: an open database would keep the process. */
async function run(definition: DivisionDefinition, environment: DivisionEnvironment): Promise<void> {
  const logger = pino({ name: definition.name, level: environment.LOG_LEVEL })
  const server = graphqlServer(definition, logger)
  const sealing = sealingOf(environment, definition.name)
  assertSealed(definition.families, parse(divisionSdl(definition.schemaFile)))
  const connection = await connectDatabase(environment)
  const redis = await openRedis(environment.REDIS_URL, logger)
  try {
    const collections = divisionCollections(connection, definition.families, sealing)
    await buildIndexes(collections)
    await assertDigestKey(collections, definition.families)
    await prepareSequence(relayCollections(collections))
    await serve(definition, { collections, server, environment, redis, logger })
  } finally {
    redis?.close()
    await connection.close()
  }
}

interface DivisionParts {
  collections: DivisionCollections
  server: ReturnType<typeof graphqlServer>
  environment: DivisionEnvironment
  redis: RedisConnection | undefined
  logger: Logger
}

async function serve(definition: DivisionDefinition, parts: DivisionParts): Promise<void> {
  const { name, schemaFile, imports = [] } = definition
  const { collections, server, environment, redis, logger } = parts
  const signer = new HopSigner(environment.HOP_KEYS, { from: name, to: 'gateway' })
  const hub = { url: environment.HUB_URL, division: name, signer }
  const sdl = parse(divisionSdl(schemaFile))
  const link = hubLinker(hub, (error) => logger.warn({ err: error }, 'the index was not reached'))
  const findSubject = hubFindSubject(hub)
  const desk = await openDesk({ definitions: imports, sdl, records: collections, link, findSubject })
  const app = await divisionRoutes({ name, server, desk, environment, redis, logger })
  await importRoutes(app, { desk, hub, logger })
  // Heard before anyone is told that we are ready: a signal that came in between would end us in the middle of a write.
  const stopped = untilStopped()
  let relay: Relay | undefined
  let expiry: Promise<void> | undefined
  const stopping = new AbortController()
  let sealed: Promise<void> | undefined
  try {
    const address = await listen(app, environment)
    logger.info({ address }, 'division is ready')
    relay = keepRelaying(collections, (error) => logger.warn({ err: error }, 'events could not be numbered'))
    const { families } = definition
    expiry = keepExpiring(collections, families, stopping.signal, (error) =>
      logger.warn({ err: error }, 'ends of publicity could not be announced'),
    )
    const { imports: kept } = desk
    sealed = keepSealed({ records: collections, families, imports: kept, logger, signal: stopping.signal })
    logger.info({ reason: await stopped }, 'division is stopping')
  } finally {
    stopping.abort()
    await app.close()
    await server.stop()
    await relay?.stop()
    await Promise.all([expiry, sealed])
  }
}

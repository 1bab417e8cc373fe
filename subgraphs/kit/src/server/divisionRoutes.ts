import type { ApolloServer } from '@apollo/server'
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify'
import { SharedNonces } from '@hub/schema/access/hop/sharedNonces'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Desk } from '../desk/desk.ts'
import { HeadWatch } from '../relay/headWatch.ts'
import { databaseHealth } from './databaseHealth.ts'
import type { DivisionContext } from './divisionContext.ts'
import type { DivisionEnvironment } from './environment.ts'
import { hopGuard } from './hopGuard.ts'
import { importKeysOf } from './importKeysOf.ts'
import { DEADLINE_HEADER, requestContext } from './requestContext.ts'
import { tlsFiles } from './tlsFiles.ts'

/** Largest GraphQL request, in bytes (architecture, section 6). */
const BODY_LIMIT = 2 * 1024 * 1024

/** An association's claims may name a thousand subjects. */
const HEADER_LIMIT = 64 * 1024

export interface DivisionRoutesParts {
  /** The division's name. */
  readonly name: string
  readonly server: ApolloServer<DivisionContext>
  readonly desk: Desk
  readonly environment: DivisionEnvironment
  /** Where several processes serve the division. */
  readonly redis?: RedisConnection | undefined
  readonly logger: Logger
}

/**
 * A division's HTTP: `/graphql` for the hub alone, `/healthz` (the process lives) and `/readyz` (its database reads and
 * writes) for anyone.
 */
export async function divisionRoutes(parts: DivisionRoutesParts): Promise<FastifyInstance> {
  const { server, desk, environment, redis } = parts
  const app = await guardedApp(parts)
  server.addPlugin(fastifyApolloDrainPlugin(app))
  await server.start()
  app.post(
    '/graphql',
    fastifyApolloHandler(server, {
      context: async ({ headers, hop }) =>
        requestContext(desk, environment.DATABASE_DEADLINE_MS, headers[DEADLINE_HEADER], hop?.caller),
    }),
  )
  // Who waits for changes would else hold up the stop.
  app.addHook('preClose', () => HeadWatch.of(desk.records).close())
  const forAnyone = { config: { admits: 'anyone' } } as const
  app.get('/healthz', forAnyone, async () => ({ status: 'alive' }))
  app.get('/readyz', forAnyone, async (_request, reply) => {
    const ready = await databaseHealth(desk.records.connection)
    const status = ready ? 'ready' : 'database unavailable'
    return reply.code(ready ? 200 : 503).send({ status, ...(redis && { redis: redis.state }) })
  })
  return app
}

async function guardedApp({ name, environment, redis, logger }: DivisionRoutesParts): Promise<FastifyInstance> {
  const { HOP_KEYS, TLS_CLIENT_CA_FILE } = environment
  const https = await tlsFiles(environment)
  const options = { bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' } as const
  const app =
    https === undefined
      ? Fastify({ ...options, http: { maxHeaderSize: HEADER_LIMIT } })
      : (Fastify({ ...options, https: { ...https, maxHeaderSize: HEADER_LIMIT } }) as unknown as FastifyInstance)
  const needsCertificate = TLS_CLIENT_CA_FILE !== undefined
  const nonces = redis && new SharedNonces(redis)
  const importKeys = importKeysOf(environment)
  hopGuard(app, { name, hopKeys: HOP_KEYS, importKeys, needsCertificate, nonces, logger })
  return app
}

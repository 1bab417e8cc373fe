import type { ApolloServer } from '@apollo/server'
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { databaseHealth } from './databaseHealth.ts'
import type { DivisionContext } from './divisionContext.ts'
import type { DivisionEnvironment } from './environment.ts'
import { DEADLINE_HEADER, requestContext } from './requestContext.ts'

/** Largest GraphQL request, in bytes (architecture, section 6). */
const BODY_LIMIT = 2 * 1024 * 1024

/** A division's HTTP: `/graphql` for the hub, `/healthz` (the process lives), `/readyz` (its database reads and writes). */
export async function divisionRoutes(
  server: ApolloServer<DivisionContext>,
  collections: DivisionCollections,
  environment: DivisionEnvironment,
): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' })
  server.addPlugin(fastifyApolloDrainPlugin(app))
  await server.start()
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    handler: fastifyApolloHandler(server, {
      context: async (request) =>
        requestContext(collections, environment.DATABASE_DEADLINE_MS, request.headers[DEADLINE_HEADER]),
    }),
  })
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const ready = await databaseHealth(collections.connection)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'database unavailable' })
  })
  return app
}

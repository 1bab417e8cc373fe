import { fileURLToPath } from 'node:url'
import type { ApolloServer, BaseContext } from '@apollo/server'
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { divisionHealth } from './divisionHealth.ts'

/** Largest GraphQL request, in bytes (architecture, section 6). */
const BODY_LIMIT = 2 * 1024 * 1024

/** The console loads nothing but itself: scripts, styles, fonts and workers come from the hub. */
const CONSOLE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"

const consoleFolder = fileURLToPath(new URL('../../console/dist/', import.meta.url))

/** The hub's HTTP: `/graphql`, `/healthz` (the process lives), `/readyz` (what each division says), `/` (the console). */
export async function hubRoutes(
  server: ApolloServer<BaseContext>,
  divisionUrls: ReadonlyMap<string, string>,
): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' })
  server.addPlugin(fastifyApolloDrainPlugin(app))
  await server.start()
  app.route({ url: '/graphql', method: ['GET', 'POST', 'OPTIONS'], handler: fastifyApolloHandler(server) })
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async () => ({ status: 'ready', divisions: await divisionHealth(divisionUrls) }))
  await app.register(fastifyStatic, {
    root: consoleFolder,
    setHeaders: (reply) => {
      reply.header('content-security-policy', CONSOLE_POLICY)
      reply.header('x-content-type-options', 'nosniff')
      reply.header('referrer-policy', 'no-referrer')
    },
  })
  return app
}

import { HubError } from '@hub/schema/errors/HubError'
import type { FastifyInstance } from 'fastify'
import type { GatewayEnvironment } from '../environment.ts'

/**
 * Listens where the settings say; answers the address.
 * @throws HubError HUB_PORT_IN_USE when another process has the port
 */
export async function listen(app: FastifyInstance, { HOST, PORT }: GatewayEnvironment): Promise<string> {
  try {
    return await app.listen({ host: HOST, port: PORT })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error
    throw new HubError('HUB_PORT_IN_USE', `端口 ${HOST}:${PORT} 已被占用 / port ${HOST}:${PORT} is in use`)
  }
}

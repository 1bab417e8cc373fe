import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HubError } from '@hub/schema/errors/HubError'

/**
 * Listens where the settings say.
 * @returns the address, as `http://host:port`
 * @throws HubError HUB_PORT_IN_USE when another process has the port
 */
export async function listen(
  http: Server,
  { HOST, PORT }: { readonly HOST: string; readonly PORT: number },
): Promise<string> {
  try {
    http.listen({ host: HOST, port: PORT })
    await once(http, 'listening')
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error
    throw new HubError('HUB_PORT_IN_USE', `端口 ${HOST}:${PORT} 已被占用 / port ${HOST}:${PORT} is in use`)
  }
  const { address, port, family } = http.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

import type { lookup } from 'node:dns'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { networks } from './forbiddenAddress.ts'
import { AddressRefused, guardedConnector } from './guardedConnector.ts'

const PUBLIC = { address: '93.184.216.34', family: 4 }
const LOOPBACK = { address: '127.0.0.1', family: 4 }

type Answered = (error: null, addresses: readonly object[]) => void
const resolvesTo = (...addresses: readonly object[]) =>
  ((_name: string, _options: object, answer: Answered) => answer(null, addresses)) as unknown as typeof lookup

/** Connects to a name at a port of this machine, where something listens. */
async function connect(resolve: typeof lookup, allowed: readonly string[], protocol: 'http:' | 'https:') {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connector = guardedConnector(networks(allowed), 1_000, resolve)
  const fault = await new Promise<Error | null>((settle) => {
    connector({ hostname: 'partner.example', protocol, port: String(port) }, (error, socket) => {
      socket?.destroy()
      settle(error)
    })
  })
  await new Promise((closed) => server.close(closed))
  return { fault, connections }
}

test.each([
  ['the public address first', [PUBLIC, LOOPBACK]],
  ['the private one first', [LOOPBACK, PUBLIC]],
])('a name with a public and a loopback address is refused, %s', async (_, addresses) => {
  const { fault, connections } = await connect(resolvesTo(...addresses), [], 'https:')
  expect(fault).toBeInstanceOf(AddressRefused)
  expect(fault?.message).toContain('127.0.0.1')
  expect(connections).toBe(0)
})

test('a name without an address is refused', async () => {
  expect((await connect(resolvesTo(), [], 'https:')).fault).toBeInstanceOf(AddressRefused)
})

test('a name whose addresses a setting opens is not', async () => {
  expect((await connect(resolvesTo(LOOPBACK), ['127.0.0.0/8'], 'http:')).fault).toBeNull()
})

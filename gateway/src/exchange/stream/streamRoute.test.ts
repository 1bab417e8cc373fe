import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { anonymous } from '@hub/schema/access/callerClaims'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { StreamPlaces } from './streamPlaces.ts'
import { type StreamRouteParts, streamRoute } from './streamRoute.ts'

test('who has hung up before it is known who he is takes no place', async () => {
  const places = new StreamPlaces({ all: 1, each: 1 })
  let isKnown = (): void => undefined
  const known = new Promise<void>((resolve) => {
    isKnown = resolve
  })
  const parts: Partial<StreamRouteParts> = {
    places,
    identify: async () => {
      await known
      return { caller: anonymous }
    },
    trustedProxies: 0,
    bodyLimitBytes: 1_000,
    heartbeatMillis: 1_000,
    logger: pino({ level: 'silent' }),
  }
  const { route } = streamRoute(parts as StreamRouteParts)
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
  socket.write('GET /graphql/stream?query=subscription%7Ba%7D HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\r\n')
  const [request, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  const answered = route(request, response)
  const closed = once(response, 'close')
  socket.destroy()
  await closed
  isKnown()
  await answered
  expect(places.taken).toBe(0)
  server.close()
})

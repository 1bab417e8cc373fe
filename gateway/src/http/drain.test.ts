import { Agent, createServer, request, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { drain } from './drain.ts'
import { listen } from './listen.ts'

/** A server that answers when it is told to, and one client that keeps its connections. */
async function serverWithRequest() {
  let answer: ((response: ServerResponse) => void) | undefined
  const asked = new Promise<ServerResponse>((resolve) => (answer = resolve))
  const http = createServer((_, response) => answer?.(response))
  const origin = await listen(http, { HOST: '127.0.0.1', PORT: 0 })
  const agent = new Agent({ keepAlive: true })
  const status = new Promise<number | undefined>((resolve) => {
    const sent = request(origin, { agent }, (response) => resolve(response.resume().statusCode))
    sent.on('error', () => resolve(undefined)).end()
  })
  return { http, status, response: await asked }
}

test('an answer under way is given, though its connection is kept alive; then nothing keeps the server', async () => {
  const { http, status, response } = await serverWithRequest()
  const drained = drain(http, 10_000)
  await delay(50)
  response.end('late')
  expect(await status).toBe(200)
  await drained
  expect(http.listening).toBe(false)
})

test('an answer that does not come in time is cut off', async () => {
  const { http, status } = await serverWithRequest()
  await drain(http, 50)
  expect(await status).toBeUndefined()
})

test('a server that never listened is drained at once', async () => {
  await drain(createServer(), 10_000)
})

import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { EventWriter } from './eventWriter.ts'

const LARGE = Buffer.alloc(4 * 1024 * 1024, 'x')

/** A real connection: what writes on one side, and who reads on the other. */
async function connection() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  sent.on('error', () => undefined)
  sent.end()
  const [, response] = await once(server, 'request')
  const writer = new EventWriter(response, { requestId: 'r1', heartbeatMillis: 20 })
  const [incoming] = (await once(sent, 'response')) as [IncomingMessage]
  incoming.on('error', () => undefined)
  return { response, writer, incoming, close: () => server.close() }
}

test('a message waits until the one before has been taken; no sign of life comes in between', async () => {
  const { response, writer, incoming, close } = await connection()
  let written = 0
  const writing = Array.from({ length: 8 }, () => writer.write(LARGE).then(() => (written += 1)))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const held = response.writableLength
  expect(written).toBeLessThan(8)
  expect(held).toBeLessThanOrEqual(LARGE.length + 1_000)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(response.writableLength).toBe(held)
  let size = 0
  incoming.on('data', (chunk: Buffer) => (size += chunk.length))
  await Promise.all(writing)
  writer.end()
  await once(incoming, 'end')
  expect(size).toBeGreaterThanOrEqual(8 * LARGE.length)
  close()
})

test('whoever has gone holds up nobody', async () => {
  const { writer, incoming, close } = await connection()
  const writing = Array.from({ length: 8 }, () => writer.write(LARGE))
  incoming.destroy()
  await Promise.all(writing)
  await writer.write(LARGE)
  close()
})

test('an idle stream shows signs of life', async () => {
  const { incoming, writer, close } = await connection()
  let text = ''
  incoming.on('data', (chunk: Buffer) => (text += chunk))
  await expect.poll(() => text.split(':\n\n').length).toBeGreaterThan(4)
  expect(text.startsWith('retry: ')).toBe(true)
  writer.end()
  close()
})

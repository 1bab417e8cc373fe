import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { listen } from './listen.ts'

const servers = [createServer(), createServer()] as const
afterEach(() => servers.forEach((server) => void server.close()))

test('answers the address; a port that is taken is an error with a code', async () => {
  const address = await listen(servers[0], { HOST: '127.0.0.1', PORT: 0 })
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const PORT = Number(new URL(address).port)
  await expect(listen(servers[1], { HOST: '127.0.0.1', PORT })).rejects.toMatchObject({
    code: 'HUB_PORT_IN_USE',
    message: expect.stringContaining(String(PORT)),
  })
})

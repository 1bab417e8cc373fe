import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { hubKeys } from '../dataFolder/hubKeys.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import { openDemoPartner } from './demoPartner.ts'

function listening(server: Server): Promise<number> {
  onTestFinished(() => void server.close())
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
}

test('a partner whose port is taken asks the hub for nothing: no secret is left of which nobody knows', async () => {
  const asked: string[] = []
  const hub = createServer(async (request, response) => {
    asked.push(await text(request))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"exchange":{"agreement":null}}}')
  })
  const gatewayUrl = `http://127.0.0.1:${await listening(hub)}`
  const port = await listening(createServer())
  const dataFolder = await mkdtemp(join(tmpdir(), 'demo-partner-'))
  onTestFinished(() => rm(dataFolder, { recursive: true }))
  await hubKeys(dataFolder)
  const addresses = { ...hubAddresses(4000), gatewayUrl }
  await expect(openDemoPartner({ addresses, dataFolder, port })).rejects.toThrow('已被占用')
  expect(asked).toEqual([])
})

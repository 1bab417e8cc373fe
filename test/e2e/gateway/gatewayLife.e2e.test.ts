import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { type ErrorCode, errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { buildSchema, graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'
import { gatewayHopSettings } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { freePorts } from '../launcher/freePorts.ts'
import { mainOf, startedProcess, supergraphFile } from './startedProcess.ts'

const gatewayMain = mainOf('gateway')
const served = { SUPERGRAPH_FILE: supergraphFile, ...gatewayHopSettings }

describe('the gateway refuses, in one message that says what to do,', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-gateway-'))
    await writeFile(join(folder, 'broken.graphql'), 'type Query {')
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function refusal(settings: Record<string, string>, code: ErrorCode): Promise<string> {
    const env = { ...childEnvironment, PORT: '0', ...served, ...settings }
    const child = spawn(process.execPath, [gatewayMain], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    const [status] = await once(child, 'close')
    expect(status, text).toBe(1)
    expect(text).toContain(code)
    expect(text).toContain(errorCatalogue[code].remedy.zh)
    expect(text).not.toMatch(/^\s+at .*:\d+/m)
    return text
  }

  test('a supergraph file that is not there', async () => {
    const SUPERGRAPH_FILE = join(folder, 'none.graphql')
    expect(await refusal({ SUPERGRAPH_FILE }, 'HUB_SUPERGRAPH_UNUSABLE')).toContain(SUPERGRAPH_FILE)
  })

  test('a supergraph file that is broken', async () => {
    await refusal({ SUPERGRAPH_FILE: join(folder, 'broken.graphql') }, 'HUB_SUPERGRAPH_UNUSABLE')
  })

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const PORT = String((server.address() as AddressInfo).port)
    expect(await refusal({ PORT }, 'HUB_PORT_IN_USE')).toContain(PORT)
    server.close()
  })

  test('wrong settings, all at once', async () => {
    const text = await refusal({ PORT: '70000', TRADE_URL: 'nowhere' }, 'HUB_SETTINGS_INVALID')
    expect(text).toContain('PORT')
    expect(text).toContain('TRADE_URL')
  })

  test('a division whose key it is not given', async () => {
    expect(await refusal({ TRADE_HOP_KEYS: '' }, 'HUB_SETTINGS_INVALID')).toContain('TRADE_HOP_KEYS')
  })
})

describe('the gateway stops', () => {
  /** A small division that takes its time. */
  let slow: Server
  beforeAll(async () => {
    const schema = buildSchema(
      'type Query { commendations(first: Int): Connection } type Connection { totalCount: Int! }',
    )
    slow = createServer(async (request, response) => {
      if (request.url !== '/graphql') return response.end()
      const { query, variables } = (await json(request)) as { query: string; variables?: Record<string, unknown> }
      const answer = await graphql({
        schema,
        source: query,
        variableValues: variables,
        rootValue: { commendations: () => delay(1_000, { totalCount: 7 }) },
      })
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    })
    slow.listen(0, '127.0.0.1')
    await once(slow, 'listening')
  })
  afterAll(() => slow.close())

  test('on SIGTERM, after it has answered what it had begun', async () => {
    const PERSONNEL_URL = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/graphql`
    const gateway = await startedProcess('gateway', await freePorts(), { ...served, PERSONNEL_URL })
    const asked = once(slow, 'request')
    const answer = postGraph(gateway.origin, { query: '{ commendations(first: 1) { totalCount } }' })
    await asked
    const ended = once(gateway.child, 'exit')
    gateway.child.kill('SIGTERM')
    expect(await (await answer).json()).toEqual({ data: { commendations: { totalCount: 7 } } })
    expect(await ended).toEqual([0, null])
    await expect(fetch(gateway.origin)).rejects.toThrow()
  })

  test.each([
    ['on SIGTERM from somebody else, its launcher still there', (child: ChildProcess) => child.kill('SIGTERM')],
    ['when the launcher that started it is gone', (child: ChildProcess) => child.disconnect()],
  ])('%s', async (_, stop) => {
    const env = { ...childEnvironment, PORT: '0', ...served }
    const child = fork(gatewayMain, { env, execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    const ended = once(child, 'exit')
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('is ready')) break
    stop(child)
    expect(await ended).toEqual([0, null])
  })
})

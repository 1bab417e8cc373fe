import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nobodyListens } from '../executionObserver.ts'
import { Cancellation } from './cancellation.ts'
import type { DivisionRequest } from './divisionCall.ts'
import { DivisionClient } from './divisionClient.ts'
import { defaultExecutionSettings } from './executionSettings.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

const request = (body: string): DivisionRequest => ({
  division: 'trade',
  body,
  repeatable: true,
  parse: (bytes) => JSON.parse(String(bytes)),
  variables: {},
  stale: undefined,
})

const within = (millis: number) => ({ deadlineAt: performance.now() + millis })

describe.skipIf(!hasOpenssl)('a division that offers HTTP/2', () => {
  let server: Http2SecureServer
  let client: DivisionClient
  const versions: string[] = []
  let closed = 0

  function answer(asked: Http2ServerRequest, response: Http2ServerResponse): void {
    versions.push(asked.httpVersion)
    let body = ''
    asked.on('data', (chunk) => {
      body += chunk
    })
    asked.on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (body !== 'hang') response.end(JSON.stringify({ data: { asked: body } }))
    })
    response.on('close', () => {
      closed += 1
    })
  }

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-http2-'))
    const line = 'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=division'
    const args = [...line.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(folder, name)))
    rmSync(folder, { recursive: true })
    server = createSecureServer({ key, cert, allowHTTP1: true }, answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
    client = new DivisionClient('trade', { url, tls: { ca: cert } }, defaultExecutionSettings, nobodyListens)
  })
  afterAll(async () => {
    await client.close()
    server.close()
  })

  test('is asked by it, many calls at once', async () => {
    const bodies = Array.from({ length: 40 }, (_, index) => `{"query":"{a${index}}"}`)
    const answers = await Promise.all(bodies.map((body) => client.call(request(body), within(20_000))))
    expect(answers.map(({ data }) => data)).toEqual(bodies.map((asked) => ({ asked })))
    expect(new Set(versions)).toEqual(new Set(['2.0']))
  })

  test('has its deadline, and sees the stream close when the client hangs up', async () => {
    await expect(client.call(request('hang'), within(300))).rejects.toMatchObject({ code: 'HUB_DIVISION_TIMEOUT' })
    const before = closed
    const cancellation = new Cancellation()
    const call = client.call(request('hang'), { ...within(20_000), cancellation })
    setTimeout(() => cancellation.cancel(), 300)
    await expect(call).rejects.toThrow()
    await expect.poll(() => closed).toBeGreaterThan(before)
    expect(await client.call(request('again'), within(20_000))).toMatchObject({ data: { asked: 'again' } })
  })
})

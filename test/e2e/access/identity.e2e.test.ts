import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AUDIENCE, forgedToken, ISSUER, TestIssuer } from '@hub/gateway/access/testing/testIssuer'
import type { JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'
import { gatewayHopSettings } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { mainOf, type StartedProcess, startedProcess, supergraphFile } from '../gateway/startedProcess.ts'
import { freePorts } from '../launcher/freePorts.ts'

const served = { SUPERGRAPH_FILE: supergraphFile, ...gatewayHopSettings }

/** A real gateway's process and an issuer's keys at an address, which comes and goes. */
describe('a gateway with an issuer', () => {
  let gateway: StartedProcess
  let issuer: TestIssuer
  let published: JSONWebKeySet
  let jwks: Server

  beforeAll(async () => {
    issuer = await TestIssuer.make('RS256')
    published = await issuer.jwks()
    jwks = createServer((_, response) => response.end(JSON.stringify(published)))
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve))
    const JWT_JWKS = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks`
    const settings = { ...served, JWT_JWKS, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }
    gateway = await startedProcess('gateway', await freePorts(), settings)
  })
  afterAll(async () => {
    await gateway.kill()
    jwks.close()
  })

  async function ask(authorization?: string): Promise<unknown> {
    const headers = authorization === undefined ? {} : { authorization }
    const response = await postGraph(gateway.origin, { query: '{ __typename }' }, headers)
    const answer = (await response.json()) as { errors?: { extensions: { code: string } }[] }
    return answer.errors?.[0]?.extensions.code ?? response.status
  }

  test('answers its bearers and the public, and refuses everyone else', async () => {
    expect(await ask()).toBe(200)
    expect(await ask(`Bearer ${await issuer.sign()}`)).toBe(200)
    expect(await ask(`Bearer ${await issuer.sign({ exp: 1 })}`)).toBe('HUB_TOKEN_EXPIRED')
    const forged = forgedToken({ alg: 'none' }, { iss: ISSUER, aud: AUDIENCE, sub: 'x', role: 'INSPECTOR', exp: 9e9 })
    for (const credential of [`Bearer ${forged}`, 'Bearer x', 'Basic eDp5', ''])
      expect(await ask(credential)).toBe('HUB_TOKEN_INVALID')
  })

  test('goes on while the issuer is out', async () => {
    jwks.closeAllConnections()
    await new Promise((resolve) => jwks.close(resolve))
    expect(await ask(`Bearer ${await issuer.sign({ jti: '2' })}`)).toBe(200)
    const stranger = await TestIssuer.make('RS256', 'stranger')
    expect(await ask(`Bearer ${await stranger.sign()}`)).toBe('HUB_TOKEN_INVALID')
  })
})

test.each([{ NODE_ENV: 'production' }, { JWT_JWKS: 'jwks.json', JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }])(
  'a gateway with %j does not start with the demo issuer',
  async (production) => {
    const { keys } = await (await TestIssuer.make('EdDSA')).jwks()
    const env = {
      ...childEnvironment,
      PORT: '0',
      ...served,
      ...production,
      DEMO_ISSUER_JWKS: JSON.stringify({ keys }),
    }
    const child = spawn(process.execPath, [mainOf('gateway')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let text = ''
    child.stderr.on('data', (chunk) => (text += chunk))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(text).toContain('HUB_DEMO_ISSUER_REFUSED')
  },
)

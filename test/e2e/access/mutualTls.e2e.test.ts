import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionHopSettings, gatewayHopSettings } from '../../setup/hopKeys.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { type StartedProcess, startedProcess, supergraphFile } from '../gateway/startedProcess.ts'
import { freePorts } from '../launcher/freePorts.ts'

type Filings = { readonly totalCount: number } | null

const database = testDatabase()
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('a division with mutual TLS', () => {
  let folder: string
  let started: StartedProcess[]
  const answers: Filings[][] = []

  const file = (name: string) => join(folder, name)
  const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' })

  function certificate(name: string): void {
    openssl(
      `req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=${name} -addext subjectAltName=IP:127.0.0.1`,
    )
    openssl(
      `x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out ${name}.pem`,
    )
  }

  async function askGateway(port: number, settings: Record<string, string>): Promise<Filings[]> {
    const TRADE_URL = `${started[0]?.origin}/graphql`
    const fixed = {
      SUPERGRAPH_FILE: supergraphFile,
      TRADE_URL,
      DIVISION_CA_FILE: file('ca.pem'),
      ...gatewayHopSettings,
    }
    const gateway = await startedProcess('gateway', port, { ...fixed, ...settings })
    const ask = async (first: number): Promise<Filings> => {
      const response = await fetch(`${gateway.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `{ liquorFilings(first: ${first}) { totalCount } }` }),
      })
      return ((await response.json()) as { data: { liquorFilings: Filings } }).data.liquorFilings
    }
    // One connection is made by itself, others after it, in which TLS sessions are resumed.
    const found = [await ask(1), ...(await Promise.all([2, 3, 4, 5, 6, 7, 8, 9].map(ask)))]
    await gateway.kill()
    return found
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-tls-'))
    openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca')
    for (const name of ['division', 'gateway']) certificate(name)
    const port = await freePorts()
    const tls = {
      TLS_CERT_FILE: file('division.pem'),
      TLS_KEY_FILE: file('division.key'),
      TLS_CLIENT_CA_FILE: file('ca.pem'),
    }
    const settings = {
      MONGODB_URI: database.uri,
      DATABASE_NAME: database.name,
      ...divisionHopSettings('trade'),
      ...tls,
    }
    started = [await startedProcess('subgraphs/trade', port, settings, 'https')]
    answers.push(
      await askGateway(port + 1, { DIVISION_CERT_FILE: file('gateway.pem'), DIVISION_KEY_FILE: file('gateway.key') }),
    )
    answers.push(await askGateway(port + 2, {}))
  })
  afterAll(async () => {
    for (const process of started) await process.kill()
    rmSync(folder, { recursive: true })
  })

  test('answers the gateway that shows its certificate, and not the same gateway without it, however often it comes', () => {
    expect(answers).toEqual([Array(9).fill({ totalCount: 0 }), Array(9).fill(null)])
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AUDIENCE, ISSUER, TestIssuer } from '@hub/gateway/access/testing/testIssuer'
import { freePort } from '@hub/scripts/database/freePort'
import { openDatabase } from '@hub/scripts/database/openDatabase'
import { readEnvironment } from '@hub/scripts/environment'
import { divisionHopSettings, gatewayHopSettings, importAuthorization } from '../setup/hopKeys.ts'
import { syntheticRegistryRow } from '../setup/syntheticRegistry.ts'
import { type PinnedProcess, pinSelf, startPinned } from './pinnedProcess.ts'

const HUB_CORE = 0
const LOAD_CORE = 1
const DIVISION = 'market-order'
const READY_MILLIS = 60_000
const program = (path: string): string => fileURLToPath(new URL(`../../../${path}/dist/main.js`, import.meta.url))

/** One hub before one real division on a real database, evidence included: what tells of changes, and what makes them. */
export interface FeedScene {
  readonly description: string
  readonly hub: PinnedProcess
  readonly division: PinnedProcess
  readonly origin: string
  /** The division's database. */
  readonly database: { readonly uri: string; readonly name: string }
  /** A token of the credit platform. */
  readonly token: string
  /** Reports so many enterprises that there were not before. */
  report(count: number): Promise<void>
  close(): Promise<void>
}

/** The hub has a core of its own; division, database and whoever measures share the other. */
export async function feedScene(): Promise<FeedScene> {
  pinSelf(LOAD_CORE)
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-feed-'))
  const database = await openDatabase({ environment: readEnvironment(), dataFolder: folder, onExit: () => undefined })
  const running: PinnedProcess[] = []
  const close = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()))
    await database.process?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const start = async (path: string, core: number, settings: Record<string, string>) => {
    const port = await freePort()
    const process = startPinned(core, [program(path)], { LOG_LEVEL: 'error', PORT: String(port), ...settings })
    running.push(process)
    const origin = `http://127.0.0.1:${port}`
    await untilReady(origin)
    return { process, origin }
  }
  try {
    const issuer = await TestIssuer.make('ES256')
    const keys = join(folder, 'jwks.json')
    writeFileSync(keys, JSON.stringify(await issuer.jwks()))
    const name = `bench-feed-${Date.now()}`
    const division = await start(`subgraphs/${DIVISION}`, LOAD_CORE, {
      MONGODB_URI: database.uris[DIVISION],
      DATABASE_NAME: name,
      ...divisionHopSettings(DIVISION),
    })
    const hub = await start('gateway', HUB_CORE, {
      SUPERGRAPH_FILE: fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url)),
      MARKET_ORDER_URL: `${division.origin}/graphql`,
      MONGODB_URI: database.hubUri,
      DATABASE_NAME: `${name}-hub`,
      EVIDENCE_FOLDER: join(folder, 'evidence'),
      JWT_JWKS: keys,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      COST_BUDGET: '1000000000000',
      STREAM_LIMIT: '5000',
      STREAM_CALLER_LIMIT: '5000',
      ...gatewayHopSettings,
    })
    let rows = 0
    const report = async (count: number): Promise<void> => {
      const lines = Array.from({ length: count }, () => JSON.stringify(syntheticRegistryRow(++rows)))
      const headers = { authorization: importAuthorization, 'x-file-name': 'registry.jsonl' }
      const body = `${lines.join('\n')}\n`
      const response = await fetch(`${division.origin}/imports/registry`, { method: 'POST', headers, body })
      const text = await response.text()
      if (!text.includes('"receipt"')) throw new Error(`the registry was not imported: ${text.slice(-500)}`)
    }
    const token = await issuer.sign({
      role: 'credit-platform',
      sub: 'bench',
      exp: Math.floor(Date.now() / 1000) + 36_000,
    })
    const { description, uris } = database
    const processes = { hub: hub.process, division: division.process }
    const seeded = { uri: uris[DIVISION], name }
    return { description, ...processes, origin: hub.origin, database: seeded, token, report, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function untilReady(origin: string): Promise<void> {
  for (const deadline = performance.now() + READY_MILLIS; performance.now() < deadline; ) {
    const ready = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${origin} is not ready after ${READY_MILLIS / 1000} s`)
}

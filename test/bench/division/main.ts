import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { anonymous } from '@hub/schema/access/callerClaims'
import { freePort } from '@hub/scripts/database/freePort'
import { openDatabase } from '@hub/scripts/database/openDatabase'
import { readEnvironment } from '@hub/scripts/environment'
import { divisionHopSettings, gatewayHopSettings, gatewaySigner, importAuthorization } from '../../setup/hopKeys.ts'
import { syntheticRegistry, syntheticRegistryRow } from '../../setup/syntheticRegistry.ts'
import type { RunningCandidate } from '../candidates/candidates.ts'
import { lookUpQuery } from '../hub/lookUpQuery.ts'
import { canonicalData, type Measurement, measure } from '../measure.ts'
import { type PinnedProcess, pinSelf, startPinned } from '../pinnedProcess.ts'
import { medians, table } from '../report.ts'

// Looks up one enterprise in a real market-order with a real database: through the hub as it runs in earnest, signatures and
// limits included, and at the division itself, to which the load signs as the hub does.
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    rows: { type: 'string', default: '2000' },
  },
})
const HUB_CORE = 0
const LOAD_CORE = 1
const DIVISION = 'market-order'
const program = (path: string): string => fileURLToPath(new URL(`../../../../${path}/dist/main.js`, import.meta.url))

async function untilReady(origin: string): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    const ready = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${origin} is not ready after 60 s`)
}

async function start(path: string, core: number, settings: Record<string, string>) {
  const port = await freePort()
  const env = { NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: String(port), ...settings }
  const process = startPinned(core, [program(path)], env)
  const origin = `http://127.0.0.1:${port}`
  await untilReady(origin)
  return { process, origin }
}

async function importRegistry(origin: string): Promise<void> {
  const chunks: Uint8Array[] = []
  for await (const chunk of syntheticRegistry(Number(options.rows))) chunks.push(chunk)
  const headers = { authorization: importAuthorization, 'x-file-name': 'registry.jsonl' }
  const response = await fetch(`${origin}/imports/registry`, { method: 'POST', headers, body: Buffer.concat(chunks) })
  const lines = (await response.text()).trim().split('\n')
  if (!lines.at(-1)?.includes('"receipt"')) throw new Error(`the registry was not imported: ${lines.at(-1)}`)
}

async function measureBoth(hub: RunningCandidate, division: RunningCandidate): Promise<void> {
  const uscc = syntheticRegistryRow(7).统一社会信用代码
  const body = JSON.stringify({ query: lookUpQuery, variables: { uscc } })
  const signer = gatewaySigner(DIVISION)
  const target = new URL(division.url).pathname
  const signed = (): Record<string, string> => {
    const flat = signer.sign({ method: 'POST', target, body, caller: anonymous })
    return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])))
  }
  const ways = [
    { candidate: hub, headers: undefined },
    { candidate: division, headers: signed },
  ]
  const [through, direct] = await Promise.all(
    ways.map(({ candidate, headers }) => canonicalData(candidate.url, body, headers)),
  )
  if (through !== direct) throw new Error(`the answers differ: ${through} ${direct}`)
  const rounds = new Map<string, Measurement[]>(ways.map(({ candidate }) => [candidate.name, []]))
  for (let round = 0; round < Number(options.rounds); round++)
    for (const { candidate, headers } of ways) {
      const plan = { body, headers, connections: Number(options.connections), seconds: Number(options.seconds) }
      const measured = await measure(candidate, { ...plan, requests: 100_000, warmUpSeconds: 1, calls: () => 0 })
      rounds.get(candidate.name)?.push(measured)
    }
  const figures = new Map([...rounds].map(([name, measured]) => [name, medians(measured)]))
  console.log(table(figures))
  const [a, b] = [...figures.values()]
  if (a && b)
    console.log(
      `latency through the hub / of the division: p50 ${(a.p50 / b.p50).toFixed(2)}, p95 ${(a.p95 / b.p95).toFixed(2)}`,
    )
}

pinSelf(LOAD_CORE)
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-division-'))
const database = await openDatabase({ environment: readEnvironment(), dataFolder: folder, onExit: () => undefined })
const running: PinnedProcess[] = []
try {
  const MONGODB_URI = database.uris[DIVISION]
  const DATABASE_NAME = `bench-division-${Date.now()}`
  const division = await start(`subgraphs/${DIVISION}`, LOAD_CORE, {
    MONGODB_URI,
    DATABASE_NAME,
    ...divisionHopSettings(DIVISION),
  })
  running.push(division.process)
  await importRegistry(division.origin)
  const hub = await start('gateway', HUB_CORE, {
    SUPERGRAPH_FILE: fileURLToPath(new URL('../../../../schema/supergraph.graphql', import.meta.url)),
    MARKET_ORDER_URL: `${division.origin}/graphql`,
    COST_BUDGET: '1000000000',
    ...gatewayHopSettings,
  })
  running.push(hub.process)
  console.log(`${options.rows} enterprises on ${database.description}, ${options.connections} connections`)
  await measureBoth(
    { name: 'hub', url: `${hub.origin}/graphql`, process: hub.process },
    { name: `${DIVISION} asked directly`, url: `${division.origin}/graphql`, process: division.process },
  )
} finally {
  await Promise.all(running.map((one) => one.stop()))
  await database.process?.stop()
  rmSync(folder, { recursive: true, force: true })
}

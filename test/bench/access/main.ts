import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { AUDIENCE, ISSUER, TestIssuer } from '@hub/gateway/access/testing/testIssuer'
import { openDatabase } from '@hub/scripts/database/openDatabase'
import { readEnvironment } from '@hub/scripts/environment'
import mongoose from 'mongoose'
import { gatewayHopSettings } from '../../setup/hopKeys.ts'
import { type RunningCandidate, startCandidate } from '../candidates/candidates.ts'
import { composedSupergraph } from '../composedSupergraph.ts'
import { hubScene } from '../hub/hubScene.ts'
import { canonicalData, type Measurement, measure } from '../measure.ts'
import { pinSelf } from '../pinnedProcess.ts'
import { median, medians, table } from '../report.ts'
import { serveStub } from '../stubs/serveStub.ts'
import type { Workload } from '../workload.ts'
import type { AccessPart } from './accessGateway.ts'

// What access and evidence cost: one pipeline without them, with tokens, audiences and signed calls, and with evidence in a real
// database as well. An inspector asks, who sees every level, so that all three are asked the same and answer the same.
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    connections: { type: 'string', default: '50' },
    only: { type: 'string', default: '2,3' },
  },
})
const GATEWAY_CORE = 0
const LOAD_CORE = 1
/** Requests of a round by workload: rounds of equal work, as a loaded machine gives no equal times. */
const REQUESTS = new Map([
  [2, 1500],
  [3, 15000],
])
/** Rounds that only make the compilers settle. */
const WARM_UP_ROUNDS = 2
const PARTS: readonly AccessPart[] = ['off', 'access', 'evidence']
const program = fileURLToPath(new URL('accessGateway.js', import.meta.url))

async function runWorkload(
  { number, title, query, variables }: Workload,
  running: readonly RunningCandidate[],
  token: string,
): Promise<void> {
  const body = JSON.stringify({ query, variables })
  const headers = (): Record<string, string> => ({ authorization: `Bearer ${token}` })
  const answers = await Promise.all(running.map(({ url }) => canonicalData(url, body, headers)))
  if (new Set(answers).size > 1) throw new Error(`the answers to workload ${number} differ`)
  const rounds = new Map<RunningCandidate, Measurement[]>(running.map((candidate) => [candidate, []]))
  for (let round = -WARM_UP_ROUNDS; round < Number(options.rounds); round++)
    for (const candidate of turned(running, round)) {
      const measured = await measure(candidate, {
        body,
        headers,
        connections: Number(options.connections),
        seconds: 300,
        warmUpSeconds: 0.1,
        requests: REQUESTS.get(number) ?? 1000,
        calls: () => 0,
      })
      if (round >= 0) rounds.get(candidate)?.push(measured)
    }
  console.log(`\n### ${number}. ${title}\n`)
  console.log(table(new Map([...rounds].map(([{ name }, measured]) => [name, medians(measured)]))))
  const [off = [], access = [], evidence = []] = [...rounds.values()]
  const spent = ({ cpuMsPerRequest = Number.NaN }: Measurement): number => cpuMsPerRequest
  const rate = ({ requests, seconds }: Measurement): number => requests / seconds
  console.log(
    `\nCPU a request: access ${added(off, access, spent)}, evidence ${added(access, evidence, spent)}, both ${added(off, evidence, spent)}; ` +
      `throughput: evidence ${added(access, evidence, rate)} (medians of rounds)`,
  )
}

/** Each of the candidates comes first in turn: what else the machine does begins and ends at any of them. */
function turned<Item>(items: readonly Item[], round: number): Item[] {
  const at = (round + WARM_UP_ROUNDS) % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

/** By how much a figure differs from another taken in the same round. */
function added(
  before: readonly Measurement[],
  after: readonly Measurement[],
  figure: (m: Measurement) => number,
): string {
  const ratios = before.flatMap((one, at) => {
    const other = after[at]
    return other === undefined ? [] : [figure(other) / figure(one)]
  })
  const share = (median(ratios) - 1) * 100
  return `${share < 0 ? '' : '+'}${share.toFixed(1)} %`
}

/** How many records of evidence a database holds. */
async function recordsIn(uri: string, name: string): Promise<number> {
  const client = new mongoose.mongo.MongoClient(uri)
  try {
    return await client.db(name).collection('evidence').countDocuments()
  } finally {
    await client.close()
  }
}

pinSelf(LOAD_CORE)
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-access-'))
const database = await openDatabase({ environment: readEnvironment(), dataFolder: folder, onExit: () => undefined })
const scene = hubScene()
const stubs = await Promise.all(scene.subgraphs.map(serveStub))
const running: RunningCandidate[] = []
try {
  const file = join(folder, 'supergraph.graphql')
  writeFileSync(file, composedSupergraph(scene, stubs))
  const issuer = await TestIssuer.make('ES256')
  const token = await issuer.sign({ role: 'inspector' })
  const keys = join(folder, 'jwks.json')
  writeFileSync(keys, JSON.stringify(await issuer.jwks()))
  const settings = {
    SUPERGRAPH_FILE: file,
    JWT_JWKS: keys,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    MONGODB_URI: database.hubUri,
    DATABASE_NAME: `bench-access-${Date.now()}`,
    EVIDENCE_FOLDER: join(folder, 'evidence'),
    ...gatewayHopSettings,
  }
  for (const part of PARTS)
    running.push(await startCandidate(part, GATEWAY_CORE, (port) => [program, part, String(port)], settings))
  console.log(`${options.rounds} rounds, ${options.connections} connections, ${database.description}`)
  const numbers = options.only.split(',').map(Number)
  for (const workload of scene.workloads.filter(({ number }) => numbers.includes(number)))
    await runWorkload(workload, running, token)
  console.log(`\n${await recordsIn(settings.MONGODB_URI, settings.DATABASE_NAME)} records of evidence`)
} finally {
  await Promise.all(running.map((one) => one.process?.stop()))
  await Promise.all(stubs.map((stub) => stub.close()))
  await database.process?.stop()
  rmSync(folder, { recursive: true, force: true })
}

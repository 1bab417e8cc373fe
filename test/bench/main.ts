import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type GatewayName, type RunningCandidate, startGateway } from './candidates/candidates.ts'
import { composedSupergraph } from './composedSupergraph.ts'
import { hubScene } from './hub/hubScene.ts'
import { canonicalData, type Measurement, measure } from './measure.ts'
import { canPin, pinSelf } from './pinnedProcess.ts'
import { medians, table } from './report.ts'
import { shopScene } from './shop/shopScene.ts'
import { type ServedStub, serveStub } from './stubs/serveStub.ts'
import type { Scene, Workload } from './workload.ts'

const GATEWAY_CORE = 0
const LOAD_CORE = 1

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
    /** Numbers of workloads: `1,3`. */
    only: { type: 'string', default: '' },
    gateways: { type: 'string', default: 'hub,@apollo/gateway' },
    /** Lets our gateway answer equal queries in flight once. */
    dedupe: { type: 'boolean', default: false },
  },
})
const only = options.only === '' ? undefined : options.only.split(',').map(Number)
const gateways = options.gateways.split(',') as GatewayName[]

function bodyOf({ query, variables, direct }: Workload, asked: 'gateway' | 'subgraph'): string {
  return JSON.stringify({
    query: asked === 'subgraph' ? (direct?.query ?? query) : query,
    ...(variables ? { variables } : {}),
  })
}

async function runWorkload(
  workload: Workload,
  stubs: readonly ServedStub[],
  running: RunningCandidate[],
): Promise<void> {
  const direct = workload.direct && stubs.find(({ name }) => name === workload.direct?.subgraph)
  const candidates = direct ? [...running, { name: `${direct.name} asked directly`, url: direct.url }] : running
  const bodies = new Map(candidates.map((c) => [c, bodyOf(workload, c.process ? 'gateway' : 'subgraph')]))
  const answers = await Promise.all(candidates.map((c) => canonicalData(c.url, bodies.get(c) ?? '')))
  const equal = new Set(answers).size === 1
  const rounds = new Map<RunningCandidate, Measurement[]>(candidates.map((c) => [c, []]))
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const candidate of candidates) {
      const measured = await measure(candidate, {
        body: bodies.get(candidate) ?? '',
        connections: Number(options.connections),
        seconds: Number(options.seconds),
        warmUpSeconds: round === 0 ? Number(options['warm-up']) : 0.5,
        requests: 200_000,
        calls: () => stubs.reduce((sum, { calls }) => sum + calls(), 0),
      })
      rounds.get(candidate)?.push(measured)
    }
  }
  const figures = new Map([...rounds].map(([candidate, measured]) => [candidate.name, medians(measured)]))
  const size = ((answers[0]?.length ?? 0) / 1024).toFixed(1)
  console.log(
    `\n### ${workload.number}. ${workload.title}\n${size} KiB of data, answers ${equal ? 'equal' : 'DIFFER'}\n`,
  )
  console.log(table(figures))
  if (!equal) process.exitCode = 1
}

async function runScene(scene: Scene, folder: string): Promise<void> {
  const workloads = scene.workloads.filter(({ number }) => only?.includes(number) ?? true)
  if (workloads.length === 0) return
  const stubs = await Promise.all(scene.subgraphs.map(serveStub))
  const file = join(folder, `${scene.name}.graphql`)
  writeFileSync(file, composedSupergraph(scene, stubs))
  const running: RunningCandidate[] = []
  try {
    for (const name of gateways) running.push(await startGateway(name, file, GATEWAY_CORE, options.dedupe))
    for (const workload of workloads) await runWorkload(workload, stubs, running)
  } finally {
    await Promise.all(running.map((candidate) => candidate.process?.stop()))
    await Promise.all(stubs.map((stub) => stub.close()))
  }
}

console.log(
  `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections, ` +
    `${canPin ? 'gateway alone on one core, subgraphs and load on another' : 'cores not bound: no taskset here'}, ` +
    `node ${process.version}, dedupe ${options.dedupe ? 'on' : 'off'}`,
)
pinSelf(LOAD_CORE)
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'))
try {
  for (const scene of [shopScene, hubScene()]) await runScene(scene, folder)
} finally {
  rmSync(folder, { recursive: true })
}

import { parseArgs } from 'node:util'
import { print } from 'graphql'
import { loadApollo } from './apolloExecutor.ts'
import type { LoadExecutor } from './executor.ts'
import { loadHub } from './hubExecutor.ts'
import { type Finding, runOracle, type Stage } from './runOracle.ts'
import { shrink } from './shrink.ts'
import { subgraphSdl } from './subgraphSdl.ts'

const EXECUTORS: Record<string, LoadExecutor> = { hub: loadHub, apollo: loadApollo }

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    executor: { type: 'string', default: 'hub' },
    /** Findings shown in full; the rest is counted. */
    show: { type: 'string', default: '3' },
  },
})

async function report(load: LoadExecutor, { index, operation, disagreement }: Finding, stage: Stage): Promise<void> {
  const smallest = await shrink(stage, load, operation, disagreement)
  console.log(`\n## index ${index}: ${disagreement.kind}\n${disagreement.detail}\n`)
  for (const subgraph of smallest.world.subgraphs) {
    const own = subgraphSdl(smallest.world, subgraph).split('\n').slice(5).join('\n').trim()
    if (own !== '') console.log(`# ${subgraph}\n${own}\n`)
  }
  console.log(`${print(smallest.operation.document)}\nvariables: ${JSON.stringify(smallest.operation.variables)}`)
}

const load = EXECUTORS[options.executor]
if (!load) throw new Error(`--executor is one of ${Object.keys(EXECUTORS).join(', ')}`)
const [seed, count, from, show] = [options.seed, options.count, options.from, options.show].map(Number)
const kinds = new Map<string, number>()
const began = performance.now()
let found = 0
let refused = 0
await runOracle({
  seed: seed ?? 1,
  count: (from ?? 0) + (count ?? 0),
  from: from ?? 0,
  load,
  onRefused: (index, { document }) => {
    if (refused++ < (show ?? 0)) console.log(`\n## index ${index}: refused\n${print(document)}`)
  },
  onFinding: async (finding, stage) => {
    kinds.set(finding.disagreement.kind, (kinds.get(finding.disagreement.kind) ?? 0) + 1)
    if (found++ < (show ?? 0)) await report(load, finding, stage)
    else
      console.log(`index ${finding.index}: ${finding.disagreement.kind} ${finding.disagreement.detail.slice(0, 200)}`)
  },
  onProgress: (asked, worlds) => {
    if (worlds % 25 === 0)
      console.log(`${asked} operations, ${worlds} schemas, ${found} disagreements, ${refused} refused`)
  },
})
const seconds = ((performance.now() - began) / 1000).toFixed(1)
console.log(
  `seed ${seed}: ${count} operations in ${seconds} s, ${found} disagreements, ${refused} refused`,
  Object.fromEntries(kinds),
)
process.exitCode = found > 0 ? 1 : 0

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { SupergraphExecutor } from '@hub/gateway/execution/supergraphExecutor'
import { readSupergraph } from '@hub/gateway/supergraph/loadSupergraph'
import { composedSupergraph } from '../composedSupergraph.ts'
import { hubScene } from '../hub/hubScene.ts'

const NANOS_PER_MILLI = 1e6

const { values: options } = parseArgs({
  options: {
    /** Documents that the gateway has not seen before. */
    documents: { type: 'string', default: '10' },
  },
})

/** CPU that the main thread has spent, in milliseconds. Linux only. */
function mainThreadMillis(): number {
  const [spent = ''] = readFileSync(`/proc/${process.pid}/task/${process.pid}/schedstat`, 'utf8').split(' ')
  return Number(spent) / NANOS_PER_MILLI
}

function spentBy<Value>(work: () => Value): { readonly millis: number; readonly value: Value } {
  const before = mainThreadMillis()
  const value = work()
  return { millis: mainThreadMillis() - before, value }
}

/** The most that the main thread spends between two turns of its loop while something is awaited. */
async function longestStretch(work: () => unknown): Promise<number> {
  let longest = 0
  let isOver = false
  let before = mainThreadMillis()
  const turn = (): void => {
    const now = mainThreadMillis()
    longest = Math.max(longest, now - before)
    before = now
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  // What the work's last stretch was is seen at the next turn.
  await new Promise((resolve) => setImmediate(resolve))
  isOver = true
  return longest
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const scene = hubScene()
const archive = scene.workloads.find(({ number }) => number === 2)?.query ?? ''
const stubs = scene.subgraphs.map(({ name }) => ({
  name,
  url: 'http://127.0.0.1:1',
  calls: () => 0,
  close: async () => {},
}))
const sdl = composedSupergraph(scene, stubs)

const { millis: reading, value: supergraph } = spentBy(() => readSupergraph(sdl, new Map()))
const { millis: making, value: executor } = spentBy(() => new SupergraphExecutor(supergraph))
const { documents, operations } = executor.audience('everyone', supergraph.apiSchema)
const checks: number[] = []
const stretches: number[] = []
for (let count = 0; count < Number(options.documents); count += 1) {
  const { millis, value } = spentBy(() => documents.check(archive.replace('Archive', `Archive${count}`)))
  checks.push(millis)
  const { document } = value
  if (document === undefined) throw new Error('the archive page is not valid')
  stretches.push(await longestStretch(() => operations.ready(operations.find(document), { subjectId: 'S1' })))
}
await executor.close()

console.log('CPU ms of the main thread; goal: 30 between two turns of the loop')
console.log(`start, before anything is served: supergraph ${reading.toFixed(0)}, executor ${making.toFixed(0)}`)
console.log(`an archive page not seen before, ${archive.length} characters:`)
console.log(`  parse and validate: first ${checks[0]?.toFixed(1)}, median ${median(checks).toFixed(1)}`)
console.log(
  `  longest stretch until it is planned: first ${stretches[0]?.toFixed(1)}, median ${median(stretches).toFixed(1)}`,
)

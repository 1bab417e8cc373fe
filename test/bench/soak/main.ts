import { parseArgs } from 'node:util'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { HubUnderTest } from '../../resilience/hubUnderTest.ts'
import { SoakLoad } from './soakLoad.ts'
import { flatness, type SoakSample, soakSample } from './soakSample.ts'

// Mixed load for a long time, with divisions falling ill and recovering all the while; says whether memory stays flat.
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** Requests a second. */
    rate: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    /** Memory for stale answers: small enough to be full soon. */
    'stale-mb': { type: 'string', default: '16' },
  },
})
const minutes = Number(options.minutes)
const everyMillis = 1000 / Number(options.rate)
const SAMPLES = 60
const MAX_UNDER_WAY = 200
const ILLNESSES = ['reset', 'hang', 'html', 'wrong types', 'short entities'] as const
const DIVISIONS: readonly DivisionName[] = ['foreign-investment', 'trade', 'market-order', 'personnel']

const load = new SoakLoad(Number(options.seed))
const hub = new HubUnderTest()
await hub.start({ STALE_ANSWER_BYTES: String(Number(options['stale-mb']) * 1024 * 1024) })
const origin = new URL(hub.gateway.url).origin
const ended = Date.now() + minutes * 60_000
const counts = { asked: 0, answered: 0, withErrors: 0, failed: 0, skipped: 0, stale: 0 }
/** Errors told, by code and division. */
const codes = new Map<string, number>()
let underWay = 0

function ask(): void {
  if (underWay >= MAX_UNDER_WAY) {
    counts.skipped += 1
    return
  }
  const { query, variables } = load.next()
  counts.asked += 1
  underWay += 1
  hub
    .ask(query, variables)
    .then(
      ({ answer }) => {
        counts.answered += 1
        if (answer.errors) counts.withErrors += 1
        for (const { extensions = {} } of answer.errors ?? []) {
          const kind = `${extensions.code} ${extensions.division ?? ''}`
          codes.set(kind, (codes.get(kind) ?? 0) + 1)
        }
        if (answer.extensions?.divisions?.some(({ state }) => state === 'STALE')) counts.stale += 1
      },
      () => {
        counts.failed += 1
      },
    )
    .finally(() => {
      underWay -= 1
    })
}

/** One division at a time falls ill for a while; now and then it is killed instead. */
async function makeIll(): Promise<void> {
  while (Date.now() < ended) {
    await pause(load.pauseMillis())
    const division = hub.division(load.pick(DIVISIONS))
    const illness = load.pick([...ILLNESSES, 'killed'] as const)
    if (illness === 'killed') await division.kill()
    else await division.fall(illness)
    await pause(load.pauseMillis() / 4)
    if (illness === 'killed') await division.start()
    else await division.fall('none')
  }
}

const pauseFor = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis))

function pause(millis: number): Promise<void> {
  return pauseFor(Math.max(0, Math.min(millis, ended - Date.now())))
}

const samples: SoakSample[] = []
async function takeSamples(): Promise<void> {
  console.log('minute   RSS MB  heap MB  stale MB  stale entries  plan hits  misses  loop lag p99 ms')
  while (Date.now() < ended) {
    await pause((minutes * 60_000) / SAMPLES)
    const sample = await soakSample(origin, minutes - (ended - Date.now()) / 60_000)
    samples.push(sample)
    const { minute, rssMegabytes, heapMegabytes, staleMegabytes, staleEntries, planHits, planMisses, lagMillis } =
      sample
    const columns = [minute, rssMegabytes, heapMegabytes, staleMegabytes].map((value) => value.toFixed(1).padStart(8))
    console.log(`${columns.join(' ')} ${staleEntries} ${planHits} ${planMisses} ${lagMillis.toFixed(0)}`)
  }
}

const timer = setInterval(ask, everyMillis)
await Promise.all([makeIll(), takeSamples()])
clearInterval(timer)
const rss = flatness(samples, ({ rssMegabytes }) => rssMegabytes)
const heap = flatness(samples, ({ heapMegabytes }) => heapMegabytes)
while (underWay > 0) await pauseFor(100)
console.log(counts, codes)
for (const [name, { middle, last, growth }] of Object.entries({ RSS: rss, heap }))
  console.log(
    `${name}: median ${middle.toFixed(0)} MB in the middle third, ${last.toFixed(0)} MB in the last: ${(growth * 100).toFixed(1)} %`,
  )
await hub.stop()

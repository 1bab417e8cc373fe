import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readSupergraph } from '@hub/gateway/supergraph/loadSupergraph'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { Random } from '../../conformance/oracle/random.ts'
import { freePorts } from '../../e2e/launcher/freePorts.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { soakCallers } from './soakCallers.ts'
import { SoakClients } from './soakClients.ts'
import { SoakHub } from './soakHub.ts'
import { SoakLoad, type SoakSubject } from './soakLoad.ts'
import { SoakReaders } from './soakReaders.ts'
import { flatness, type SoakSample, soakSample } from './soakSample.ts'

// Mixed load on a whole hub for a long time, with divisions falling ill and recovering all the while; says whether memory stays flat.
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** Requests a second. */
    rate: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    enterprises: { type: 'string', default: '300' },
    /** Seconds between two samples. */
    every: { type: 'string', default: '30' },
    /** Memory for stale answers: small enough to be full soon. */
    'stale-mb': { type: 'string', default: '16' },
    /** File that each sample is added to as a line of JSON. */
    out: { type: 'string' },
  },
})
const minutes = Number(options.minutes)
const ILLNESSES = ['reset', 'hang', 'html', 'wrong types', 'short entities', 'drip', 'killed', 'stopped'] as const
const DIVISIONS: readonly DivisionName[] = ['foreign-investment', 'trade', 'market-order', 'personnel']
/** How long divisions are well, and how long one is ill, in seconds. */
const WELL = [30, 90] as const
const ILL = [5, 25] as const

const random = new Random(Number(options.seed))
const settings = {
  STALE_ANSWER_BYTES: String(Number(options['stale-mb']) * 1024 * 1024),
  // The mixture's own refusals are by what is asked, not by how often one machine asks it.
  COST_BUDGET: '1000000000',
}
const hub = await SoakHub.start(await freePorts(), Number(options.enterprises), settings)
const asked = await postGraph(hub.origin, { query: '{ enterprises(first: 200) { nodes { subjectId uscc name } } }' })
const { data } = (await asked.json()) as { data: { enterprises: { nodes: SoakSubject[] } } }
const subjects = data.enterprises.nodes
const callers = await soakCallers(
  hub.keys.issuer,
  subjects.map(({ subjectId }) => subjectId),
)
const load = new SoakLoad(random, subjects, readSupergraph(hub.sdl, new Map()))
const clients = new SoakClients(hub, load, callers, random)
const platform = callers.find(({ claims }) => claims.role === 'CREDIT_PLATFORM')
const readers = new SoakReaders(hub, platform?.headers.authorization?.slice('Bearer '.length) ?? '')
const began = Date.now()
const ends = began + minutes * 60_000
const rest = (millis: number): Promise<void> => pause(Math.max(0, Math.min(millis, ends - Date.now())))

/** One division at a time falls ill for a while. */
async function makeIll(): Promise<void> {
  while (Date.now() < ends) {
    await rest(random.between(...WELL) * 1_000)
    const way = hub.way(random.pick(DIVISIONS))
    const illness = random.pick(ILLNESSES)
    if (illness === 'killed') await way.kill()
    else if (illness === 'stopped') way.signal('SIGSTOP')
    else await way.fall(illness)
    await rest(random.between(...ILL) * 1_000)
    if (illness === 'killed') await way.start()
    else if (illness === 'stopped') way.signal('SIGCONT')
    else await way.fall('none')
  }
}

const samples: SoakSample[] = []
async function takeSamples(): Promise<void> {
  if (options.out !== undefined) writeFileSync(options.out, '')
  while (Date.now() < ends) {
    await rest(Number(options.every) * 1_000)
    const sample = await soakSample(hub, (Date.now() - began) / 60_000)
    samples.push(sample)
    if (options.out !== undefined)
      appendFileSync(
        options.out,
        `${JSON.stringify({ ...sample, ...clients.counts, stream: readers.counts.messages })}\n`,
      )
    const { minute, rss, heap, documents, operations, staleMegabytes, lagMillis } = sample
    console.log(
      `${minute} min: RSS ${rss} MB, heap ${heap}, ${documents} documents, ${operations} operations, stale ${staleMegabytes} MB, lag p99 ${lagMillis} ms`,
    )
  }
}

console.log(
  `${subjects.length} subjects, ${callers.length} callers, ${options.rate} requests a second, ${minutes} minutes`,
)
const timer = setInterval(() => clients.next(), 1000 / Number(options.rate))
try {
  await Promise.all([makeIll(), takeSamples(), readers.read(ends)])
  clearInterval(timer)
  for (let tries = 0; clients.busy && tries < 300; tries++) await pause(100)
  console.log(clients.counts, readers.counts, clients.kinds, clients.codes)
  const figures = { RSS: (s: SoakSample) => s.rss, heap: (s: SoakSample) => s.heap }
  const divisions = Object.fromEntries(DIVISIONS.map((name) => [name, (s: SoakSample) => s.divisions[name] ?? 0]))
  for (const [name, figure] of Object.entries({ ...figures, ...divisions })) {
    const { middle, last, growth, slope } = flatness(samples, figure)
    console.log(
      `${name}: median ${middle.toFixed(0)} MB in the middle third, ${last.toFixed(0)} MB in the last: ${(growth * 100).toFixed(1)} %; ${slope.toFixed(2)} MB a minute`,
    )
  }
} finally {
  clearInterval(timer)
  if (options.out !== undefined) await hub.keepLog(`${options.out}.log`)
  await hub.stop()
}

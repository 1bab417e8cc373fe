import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { EventStream } from '../../setup/eventStream.ts'
import { feedScene } from '../feedScene.ts'
import { processUsage } from '../processUsage.ts'
import { seedPermits } from '../snapshot/seedPermits.ts'

// How long a change takes from its record's time to its readers, and what the hub spends for that: many readers of single changes,
// then one reader of many changes; at last, readers who do not read. Times are wall-clock, from `recordedAt` (taken before the commit) to the message read here.
const { values: options } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    commits: { type: 'string', default: '30' },
    /** Changes a second for the one reader, and for how long. */
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    /** Readers who do not read, and the permits of which they would be told. */
    slow: { type: 'string', default: '100' },
    permits: { type: 'string', default: '20000' },
  },
})
const QUERY = `subscription { changes(divisions: [MARKET_ORDER], first: 500) {
  events { id kind recordId recordedAt enterprise { name uscc } } next } }`
const WHOLE = `subscription { changes(divisions: [MARKET_ORDER], first: 500) { events { id kind enterprise { name uscc }
  record { recordId ... on AdministrativePermit { docNo content authority effectiveUntil } } } next } }`
/** Connections opened at once. */
const OPENED_TOGETHER = 50
/** Changes reported together: a report a quarter of a second. */
const REPORTS_A_SECOND = 4
const SLOW_SAMPLES = 6
const SLOW_SAMPLE_MILLIS = 5_000

interface Told {
  readonly data: { readonly changes: { readonly events: readonly { readonly recordedAt: string }[] } }
}

/** Milliseconds that each change of a reader's messages took, until so many have come. */
async function latencies(reader: EventStream, count: number): Promise<number[]> {
  const taken: number[] = []
  while (taken.length < count) {
    const message = await reader.next(120_000)
    if (message === undefined) throw new Error('a stream ended')
    const now = Date.now()
    const { data } = JSON.parse(message.data) as Told
    for (const { recordedAt } of data.changes.events) taken.push(now - Date.parse(recordedAt))
  }
  return taken
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const told = (values: readonly number[]): string =>
  `p50 ${quantile(values, 0.5)} ms, p95 ${quantile(values, 0.95)} ms, max ${quantile(values, 1)} ms of ${values.length} deliveries`

const scene = await feedScene()

/** Opens readers who take nothing beyond what their connections hold, and tells what the hub keeps for them. */
async function slowReaders(): Promise<void> {
  const { origin, token, hub } = scene
  await seedPermits(scene.database, Number(options.permits))
  const before = processUsage(hub.pid)
  const open = () => EventStream.open(origin, { token, query: WHOLE }, false)
  const slow = await Promise.all(Array.from({ length: Number(options.slow) }, open))
  const after: string[] = []
  for (let { cpuMs } = before; after.length < SLOW_SAMPLES; ) {
    await delay(SLOW_SAMPLE_MILLIS)
    const usage = processUsage(hub.pid)
    after.push(`${usage.rssMb.toFixed(0)} MB (${(usage.cpuMs - cpuMs).toFixed(0)} ms CPU)`)
    cpuMs = usage.cpuMs
  }
  console.log(
    `${slow.length} readers who do not read: RSS ${before.rssMb.toFixed(0)} MB before, then ${after.join(', ')}`,
  )
  for (const stream of slow) stream.cut()
}

try {
  const { origin, token, hub } = scene
  const readers = Number(options.readers)
  console.log(`${readers} readers, ${options.commits} changes one by one; ${scene.description}`)
  await scene.report(10)
  const open: EventStream[] = []
  const opened = async (): Promise<EventStream> => {
    const stream = await EventStream.open(origin, { token, query: QUERY })
    await latencies(stream, 10)
    return stream
  }
  const one = await opened()
  await delay(2_000)
  const before = processUsage(hub.pid)
  while (open.length < readers)
    open.push(...(await Promise.all(Array.from({ length: Math.min(OPENED_TOGETHER, readers - open.length) }, opened))))
  await delay(3_000)
  const idle = processUsage(hub.pid)
  console.log(
    `RSS ${before.rssMb.toFixed(0)} MB with 1 reader, ${idle.rssMb.toFixed(0)} MB with ${readers + 1}: ` +
      `${(((idle.rssMb - before.rssMb) * 1024) / readers).toFixed(1)} KB a reader`,
  )
  const all: number[] = []
  for (let commit = 0; commit < Number(options.commits); commit++) {
    const reading = [one, ...open].map((stream) => latencies(stream, 1))
    await scene.report(1)
    all.push(...(await Promise.all(reading)).flat())
  }
  const after = processUsage(hub.pid)
  console.log(`commit to delivery: ${told(all)}`)
  console.log(
    `hub: ${((after.cpuMs - idle.cpuMs) / all.length).toFixed(3)} CPU ms a delivery, RSS ${after.rssMb.toFixed(0)} MB, peak ${after.peakRssMb.toFixed(0)} MB`,
  )
  for (const stream of open) stream.cut()
  await delay(1_000)

  const [rate, seconds] = [Number(options.rate), Number(options.seconds)]
  const together = Math.round(rate / REPORTS_A_SECOND)
  const count = together * REPORTS_A_SECOND * seconds
  const reading = latencies(one, count)
  const begun = performance.now()
  for (let report = 0; report < REPORTS_A_SECOND * seconds; report++) {
    await Promise.all([scene.report(together), delay(1_000 / REPORTS_A_SECOND)])
  }
  const reported = (performance.now() - begun) / 1_000
  console.log(
    `${(count / reported).toFixed(0)} changes a second of ${rate} asked for, one reader: commit to delivery ${told(await reading)}`,
  )
  one.cut()
  await slowReaders()
  console.log(`load ${loadavg()[0]?.toFixed(0)}`)
} finally {
  await scene.close()
}

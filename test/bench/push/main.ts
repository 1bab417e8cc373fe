import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { PushedHub } from '../../resilience/pushedHub.ts'
import { processUsage } from '../processUsage.ts'

// A whole hub pushes to a receiving platform on loopback: first what has gathered, as fast as it can; then changes as they
// are committed, at a rate: ten transactions a second begin, a few of them may be under way at once, as where several import.
// Rates per core are taken from the gateway's own CPU, since other processes share the cores. Latency counts from a record's
// time, which is before its commit, to the partner's "received".
const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '15' },
  },
})
const POLL_MILLIS = 50
const WRITES_A_SECOND = 10
const WRITERS = 4

const hub = await PushedHub.start({ gateways: 1 })
try {
  await gathered(Number(options.events))
  await asCommitted(Number(options.rate), Number(options.seconds))
} finally {
  await hub.stop()
}

async function act(name: 'pauseDelivery' | 'resumeDelivery'): Promise<void> {
  await hub.ask(`mutation { ${name}(agreement: "demo-partner", reason: "bench") { page } }`)
}

async function untilReceived(events: number): Promise<void> {
  while ((await hub.partnerSummary()).events < events) await delay(POLL_MILLIS)
}

/** How many rows of receipts the hub has kept, by its own count. */
async function accepted(): Promise<number> {
  const text = await (await fetch(hub.metricsUrl())).text()
  return Number(/^hub_exchange_events_total\{[^}]*outcome="ACCEPTED"\} (\d+)/m.exec(text)?.[1] ?? 0)
}

async function gathered(events: number): Promise<void> {
  await act('pauseDelivery')
  await hub.importManyFilings(events)
  const before = processUsage(hub.gatewayPid)
  const begun = performance.now()
  await act('resumeDelivery')
  await untilReceived(events)
  while ((await accepted()) < events) await delay(POLL_MILLIS)
  const seconds = (performance.now() - begun) / 1_000
  const cpu = processUsage(hub.gatewayPid).cpuMs - before.cpuMs
  const { conflicts, outdated, repeats } = await hub.partnerSummary()
  console.log(
    `${events} events gathered: ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} events/s; ` +
      `gateway CPU ${cpu.toFixed(0)} ms, ${Math.round((events / cpu) * 1_000)} events per core and second; ` +
      `repeats ${repeats}, conflicts ${JSON.stringify(conflicts)}, out of order ${JSON.stringify(outdated)}; load ${loadavg()[0]?.toFixed(0)}`,
  )
}

async function asCommitted(rate: number, seconds: number): Promise<void> {
  const records = await hub.filings()
  const before = (await hub.partnerSummary()).events
  const perWrite = Math.round(rate / WRITES_A_SECOND)
  let written = 0
  const underWay = new Set<Promise<void>>()
  const begun = performance.now()
  await hub.writing(async (change) => {
    for (let write = 0; write < seconds * WRITES_A_SECOND; write++) {
      const from = (write * perWrite) % (records.length - perWrite)
      while (underWay.size >= WRITERS) await Promise.race(underWay)
      const work: Promise<void> = change('CORRECTED', records.slice(from, from + perWrite)).finally(() =>
        underWay.delete(work),
      )
      underWay.add(work)
      written += perWrite
      await delay(Math.max(0, begun + ((write + 1) * 1_000) / WRITES_A_SECOND - performance.now()))
    }
    await Promise.all(underWay)
  })
  const wrote = (performance.now() - begun) / 1_000
  await untilReceived(before + written)
  const millis = (await hub.partnerEvents(before)).map(
    ({ receivedAt, event }) => Date.parse(receivedAt) - Date.parse(event.time),
  )
  const sorted = millis.sort((one, other) => one - other)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  console.log(
    `${sorted.length} events as committed, ${(written / wrote).toFixed(0)} a second: commit to delivery p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms; load ${loadavg()[0]?.toFixed(0)}`,
  )
}

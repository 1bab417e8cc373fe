import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Asked, HubUnderTest, queryOf } from '../../resilience/hubUnderTest.ts'
import { percentile, SteadyLoad } from '../../resilience/load.ts'

// How queries that do not touch an ill division fare beside those that do: rounds well and ill in turn, each beginning
// with a closed breaker, so that what is measured is the outage and not what the hub does once it knows of it.
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    /** Queries a second that do not touch the ill division; half as many do. */
    rate: { type: 'string', default: '60' },
  },
})
const rounds = Number(options.rounds)
const everyMillis = 1000 / Number(options.rate)
const BREAKER_PATIENCE_MILLIS = 90_000
const beside = queryOf('foreign-investment', 'personnel')
const touching = queryOf('trade', 'personnel')

const hub = new HubUnderTest()
await hub.start()
const trade = hub.division('trade')
const illnesses = [
  { name: 'SIGSTOP', begin: async () => trade.signal('SIGSTOP'), end: async () => trade.signal('SIGCONT') },
  { name: 'SIGKILL', begin: () => trade.kill(), end: () => trade.start() },
  { name: 'connections reset', begin: () => trade.fall('reset'), end: () => trade.fall('none') },
  { name: 'slow drip', begin: () => trade.fall('drip'), end: () => trade.fall('none') },
]

interface Phase {
  readonly p50: number
  readonly p95: number
  /** Answers beside that were not whole, of so many. */
  readonly broken: number
  readonly count: number
}

const isWhole = (asked: Asked | undefined): boolean =>
  asked?.answer.errors === undefined && !!asked?.answer.data?.enterprise

async function phase(): Promise<Phase> {
  const loads = [new SteadyLoad(hub, beside, everyMillis), new SteadyLoad(hub, touching, everyMillis * 2)]
  await pause(Number(options.seconds) * 1000)
  const [answers = []] = await Promise.all(loads.map((load) => load.end()))
  const millis = answers.map((asked) => asked?.millis ?? Number.POSITIVE_INFINITY)
  const broken = answers.filter((asked) => !isWhole(asked)).length
  return { p50: percentile(millis, 0.5), p95: percentile(millis, 0.95), broken, count: answers.length }
}

/** Until the division's breaker has closed again and its queries are whole. */
async function untilWell(): Promise<void> {
  const origin = new URL(hub.gateway.url).origin
  for (const deadline = Date.now() + BREAKER_PATIENCE_MILLIS; Date.now() < deadline; await pause(500)) {
    const ready = (await (await fetch(`${origin}/readyz`)).json()) as { divisions: { name: string; breaker: string }[] }
    const breaker = ready.divisions.find(({ name }) => name === 'trade')?.breaker
    if (isWhole(await hub.ask(touching)) && breaker === 'closed') return
  }
  throw new Error('trade does not come back')
}

const median = (values: readonly number[]): number => percentile(values, 0.5)

await phase()
for (const { name, begin, end } of illnesses) {
  const pairs: { well: Phase; ill: Phase }[] = []
  for (let round = 0; round < rounds; round++) {
    const well = await phase()
    await begin()
    const ill = await phase()
    await end()
    await untilWell()
    pairs.push({ well, ill })
  }
  const ratios = pairs.map(({ well, ill }) => ill.p95 / well.p95)
  const wells = pairs.map(({ well }) => well.p95)
  const [well, ill] = [median(wells), median(pairs.map((pair) => pair.ill.p95))]
  const p50 = median(pairs.map((pair) => pair.ill.p50)) / median(pairs.map((pair) => pair.well.p50))
  const sum = (figure: (pair: (typeof pairs)[number]) => number): number =>
    pairs.reduce((all, pair) => all + figure(pair), 0)
  const brokenWell = `${sum((pair) => pair.well.broken)} of ${sum((pair) => pair.well.count)} well`
  const brokenIll = `${sum((pair) => pair.ill.broken)} of ${sum((pair) => pair.ill.count)} ill`
  console.log(
    `${name}: p95 ${well.toFixed(1)} ms well, ${ill.toFixed(1)} ms ill; ratio of a round: median ${median(ratios).toFixed(2)}, ` +
      `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; p50 ratio ${p50.toFixed(2)}; ` +
      `well rounds alone differ ${(Math.max(...wells) / Math.min(...wells)).toFixed(2)}; answers beside not whole: ${brokenWell}, ${brokenIll}`,
  )
}
await hub.stop()

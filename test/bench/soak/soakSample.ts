import { processUsage } from '../processUsage.ts'
import type { SoakHub } from './soakHub.ts'

/** What the hub said of itself at one moment; sizes in megabytes. */
export interface SoakSample {
  readonly minute: number
  readonly rss: number
  readonly heap: number
  readonly external: number
  readonly documents: number
  readonly operations: number
  readonly cacheCharacters: number
  readonly staleMegabytes: number
  readonly staleEntries: number
  readonly planHits: number
  readonly planMisses: number
  readonly handles: number
  readonly lagMillis: number
  /** CPU of the gateway since it began, in seconds. */
  readonly cpu: number
  /** RSS of the divisions. */
  readonly divisions: Readonly<Record<string, number>>
}

const MEGABYTE = 1024 * 1024

function figureOf(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

/** Reads the hub's `/metrics`, and of the divisions' processes what the system knows. */
export async function soakSample(hub: SoakHub, minute: number): Promise<SoakSample> {
  const text = await (await fetch(`${hub.origin}/metrics`)).text()
  const figure = (name: string): number => figureOf(text, name)
  const others = [...hub.pids].filter(([name]) => name !== 'gateway')
  return {
    minute: rounded(minute),
    rss: rounded(figure('process_resident_memory_bytes') / MEGABYTE),
    heap: rounded(figure('nodejs_heap_size_used_bytes') / MEGABYTE),
    external: rounded(figure('nodejs_external_memory_bytes') / MEGABYTE),
    documents: figure('hub_cache_entries{cache="documents"}'),
    operations: figure('hub_cache_entries{cache="operations"}'),
    cacheCharacters: figure('hub_cache_characters{cache="operations"}'),
    staleMegabytes: rounded(figure('hub_stale_memory_bytes') / MEGABYTE),
    staleEntries: figure('hub_stale_memory_entries'),
    planHits: figure('hub_plan_cache_total{result="hit"}'),
    planMisses: figure('hub_plan_cache_total{result="miss"}'),
    handles: figure('nodejs_active_handles_total'),
    lagMillis: rounded(figure('nodejs_eventloop_lag_p99_seconds') * 1000),
    cpu: rounded(figure('process_cpu_seconds_total')),
    divisions: Object.fromEntries(others.map(([name, pid]) => [name, Math.round(processUsage(pid).rssMb)])),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export interface Flatness {
  /** Medians of the second and the last third of the time. */
  readonly middle: number
  readonly last: number
  /** Growth from the one to the other, as a share. */
  readonly growth: number
  /** Of the line through all samples after the first sixth of the time, a minute. */
  readonly slope: number
}

/** How much a figure still grew once the caches were full: the first third of the time does not count, nor the first sixth for the slope. */
export function flatness(samples: readonly SoakSample[], figure: (sample: SoakSample) => number): Flatness {
  const third = Math.floor(samples.length / 3)
  const middle = median(samples.slice(third, 2 * third).map(figure))
  const last = median(samples.slice(2 * third).map(figure))
  const warm = samples.slice(Math.floor(samples.length / 6))
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(warm.map(({ minute }) => minute)), mean(warm.map(figure))]
  const covariance = mean(warm.map((sample) => (sample.minute - x) * (figure(sample) - y)))
  const variance = mean(warm.map(({ minute }) => (minute - x) ** 2))
  return { middle, last, growth: last / middle - 1, slope: covariance / variance }
}

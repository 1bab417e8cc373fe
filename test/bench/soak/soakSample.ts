/** What the hub said of itself at one moment. */
export interface SoakSample {
  readonly minute: number
  readonly rssMegabytes: number
  readonly heapMegabytes: number
  readonly staleMegabytes: number
  readonly staleEntries: number
  readonly planHits: number
  readonly planMisses: number
  readonly lagMillis: number
}

const MEGABYTE = 1024 * 1024

function figureOf(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

/** Reads the hub's `/metrics`. */
export async function soakSample(origin: string, minute: number): Promise<SoakSample> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return {
    minute,
    rssMegabytes: figureOf(text, 'process_resident_memory_bytes') / MEGABYTE,
    heapMegabytes: figureOf(text, 'nodejs_heap_size_used_bytes') / MEGABYTE,
    staleMegabytes: figureOf(text, 'hub_stale_memory_bytes') / MEGABYTE,
    staleEntries: figureOf(text, 'hub_stale_memory_entries'),
    planHits: figureOf(text, 'hub_plan_cache_total{result="hit"}'),
    planMisses: figureOf(text, 'hub_plan_cache_total{result="miss"}'),
    lagMillis: figureOf(text, 'nodejs_eventloop_lag_p99_seconds') * 1000,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export interface Flatness {
  readonly middle: number
  readonly last: number
  /** Growth from the middle third of the time to the last, as a share. */
  readonly growth: number
}

/** How much a figure still grew once the caches were full: the first third of the time does not count. */
export function flatness(samples: readonly SoakSample[], figure: (sample: SoakSample) => number): Flatness {
  const third = Math.floor(samples.length / 3)
  const middle = median(samples.slice(third, 2 * third).map(figure))
  const last = median(samples.slice(2 * third).map(figure))
  return { middle, last, growth: last / middle - 1 }
}

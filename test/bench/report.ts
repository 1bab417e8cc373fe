import type { Measurement } from './measure.ts'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 0 && low !== undefined && high !== undefined ? (low + high) / 2 : (high ?? Number.NaN)
}

/** Median of each figure over the rounds; undefined stays undefined. */
export function medians(rounds: readonly Measurement[]): Measurement {
  const of = (figure: (round: Measurement) => number | undefined): number =>
    median(rounds.map((round) => figure(round) ?? Number.NaN))
  const maybe = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value)
  return {
    requests: of((round) => round.requests),
    seconds: of((round) => round.seconds),
    faults: rounds.reduce((sum, { faults }) => sum + faults, 0),
    p50: of((round) => round.p50),
    p95: of((round) => round.p95),
    p99: of((round) => round.p99),
    cpuMsPerRequest: maybe(of((round) => round.cpuMsPerRequest)),
    rssMb: maybe(of((round) => round.rssMb)),
    callsPerRequest: of((round) => round.callsPerRequest),
  }
}

const HEAD = ['candidate', 'rps', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms/request', 'RSS MB', 'calls', 'faults'] as const

function digits(value: number | undefined, places: number): string {
  return value === undefined ? '-' : value.toFixed(places)
}

function row(name: string, figures: Measurement): string[] {
  const { requests, seconds, p50, p95, p99, cpuMsPerRequest, rssMb, callsPerRequest, faults } = figures
  const latencies = [p50, p95, p99].map((value) => digits(value, 2))
  const rest = [digits(cpuMsPerRequest, 3), digits(rssMb, 0), digits(callsPerRequest, 1), String(faults)]
  return [name, digits(requests / seconds, 0), ...latencies, ...rest]
}

/** One table of Markdown for a workload. */
export function table(results: ReadonlyMap<string, Measurement>): string {
  const rows = [[...HEAD], HEAD.map(() => '---'), ...[...results].map(([name, figures]) => row(name, figures))]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

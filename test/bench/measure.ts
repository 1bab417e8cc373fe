import type { RunningCandidate } from './candidates/candidates.ts'
import { askOnce, type LoadPlan, type LoadResult, runLoad } from './loadGenerator.ts'
import { processUsage } from './processUsage.ts'

export interface Measurement extends LoadResult {
  /** Nothing for a subgraph asked directly: it has no process of its own. */
  readonly cpuMsPerRequest: number | undefined
  readonly rssMb: number | undefined
  readonly callsPerRequest: number
}

export interface MeasurePlan extends Omit<LoadPlan, 'url'> {
  /** Load before the measurement, for the compilers to settle. */
  readonly warmUpSeconds: number
  readonly calls: () => number
}

/** Loads one candidate and reads what its process spent meanwhile. */
export async function measure(candidate: RunningCandidate, plan: MeasurePlan): Promise<Measurement> {
  const load = { ...plan, url: candidate.url }
  await runLoad({ ...load, seconds: plan.warmUpSeconds })
  const [before, callsBefore] = [candidate.process && processUsage(candidate.process.pid), plan.calls()]
  const result = await runLoad(load)
  const [after, callsAfter] = [candidate.process && processUsage(candidate.process.pid), plan.calls()]
  // One request more than counted asks how long the answer is.
  const asked = result.requests + 1
  return {
    ...result,
    cpuMsPerRequest: before && after ? (after.cpuMs - before.cpuMs) / asked : undefined,
    rssMb: after?.rssMb,
    callsPerRequest: (callsAfter - callsBefore) / asked,
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  )
}

/** The data of an answer in one canonical text, to hold the candidates' answers against each other. */
export async function canonicalData(url: string, body: string, headers?: LoadPlan['headers']): Promise<string> {
  const { status, text } = await askOnce(url, body, headers)
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown }
  if (status !== 200 || errors !== undefined || !data) throw new Error(`${url} answers ${status} ${text.slice(0, 500)}`)
  return JSON.stringify(sorted(data))
}

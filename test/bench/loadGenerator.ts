import { Pool } from 'undici'

export interface LoadPlan {
  readonly url: string
  readonly body: string
  readonly connections: number
  /** The run ends at whichever comes first. */
  readonly seconds: number
  readonly requests: number
  /** Headers that every request has of its own, as a signature. */
  readonly headers?: (() => Readonly<Record<string, string>>) | undefined
}

export interface LoadResult {
  readonly requests: number
  readonly seconds: number
  /** Requests that failed, were not answered with 200, or not as long as the first answer. */
  readonly faults: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export interface AskedOnce {
  readonly status: number
  readonly text: string
}

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' }

export async function askOnce(url: string, body: string, own: LoadPlan['headers'] = () => ({})): Promise<AskedOnce> {
  const headers = { ...JSON_HEADERS, ...own() }
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60_000) })
  return { status: response.status, text: await response.text() }
}

/** Keeps `connections` requests under way until time or number is used up. */
export async function runLoad({ url, body, connections, seconds, requests, headers }: LoadPlan): Promise<LoadResult> {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })
  const expectedLength = Buffer.byteLength((await askOnce(url, body, headers)).text)
  const latencies = new Float64Array(requests)
  let started = 0
  let ended = 0
  let faults = 0
  const began = performance.now()
  const deadline = began + seconds * 1000
  const worker = async (): Promise<void> => {
    while (started < requests && performance.now() < deadline) {
      started += 1
      const sent = performance.now()
      try {
        const { statusCode, body: answer } = await pool.request({
          path: pathname,
          method: 'POST',
          headers: { ...JSON_HEADERS, ...headers?.() },
          body,
        })
        let length = 0
        for await (const chunk of answer) length += (chunk as Buffer).length
        if (statusCode !== 200 || length !== expectedLength) faults += 1
      } catch {
        faults += 1
      }
      latencies[ended++] = performance.now() - sent
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const spent = (performance.now() - began) / 1000
  await pool.close()
  const sorted = latencies.subarray(0, ended).sort()
  const [p50, p95, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.95), percentile(sorted, 0.99)]
  return { requests: ended, seconds: spent, faults, p50, p95, p99 }
}

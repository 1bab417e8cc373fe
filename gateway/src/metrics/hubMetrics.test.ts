import { expect, test } from 'vitest'
import { HubMetrics } from './hubMetrics.ts'

const health = new Map([
  ['trade', { breaker: 'open', inFlight: 3, failingSince: 1 }],
  ['personnel', { breaker: 'closed', inFlight: 0, failingSince: undefined }],
] as const)

test('says of each division how calls end, how many are under way and what its breaker does', async () => {
  const metrics = new HubMetrics()
  const planCounts = { hits: 0, misses: 0 }
  const kept = { keptDocuments: { size: 3, weight: 300 }, keptOperations: { size: 5, weight: 900 } }
  metrics.watch({ divisions: { health: () => health }, stale: { bytes: 4096, size: 2 }, planCounts, ...kept } as never)
  for (const millis of [1, 30, 30_000]) metrics.called('trade', 'ok', millis)
  metrics.called('trade', 'HUB_DIVISION_TIMEOUT', 8_000)
  metrics.stoodIn('trade')
  Object.assign(planCounts, { hits: 7, misses: 2 })
  await metrics.registry.metrics()
  const lines = (await metrics.registry.metrics()).split('\n')
  for (const line of [
    'hub_division_call_seconds_bucket{le="0.002",division="trade",outcome="ok"} 1',
    'hub_division_call_seconds_bucket{le="0.05",division="trade",outcome="ok"} 2',
    'hub_division_call_seconds_count{division="trade",outcome="ok"} 3',
    'hub_division_call_seconds_count{division="trade",outcome="HUB_DIVISION_TIMEOUT"} 1',
    'hub_division_breaker_state{division="trade",state="open"} 1',
    'hub_division_breaker_state{division="trade",state="closed"} 0',
    'hub_division_breaker_state{division="personnel",state="closed"} 1',
    'hub_division_calls_in_flight{division="trade"} 3',
    'hub_plan_cache_total{result="hit"} 7',
    'hub_plan_cache_total{result="miss"} 2',
    'hub_cache_entries{cache="documents"} 3',
    'hub_cache_entries{cache="operations"} 5',
    'hub_cache_characters{cache="operations"} 900',
    'hub_stale_answers_total{division="trade"} 1',
    'hub_stale_memory_bytes 4096',
    'hub_stale_memory_entries 2',
  ])
    expect(lines).toContain(line)
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_cpu_seconds_total', 'process_resident_memory_bytes'])
    expect(lines.some((line) => line.startsWith(`${name} `))).toBe(true)
})

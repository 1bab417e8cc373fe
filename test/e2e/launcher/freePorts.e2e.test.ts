import { expect, test } from 'vitest'
import { testWorker } from '../../setup/environment.ts'
import { firstPort, freePorts } from './freePorts.ts'

test('workers beside each other take their ports from ranges that do not meet', async () => {
  const ends = [1, 2, 3, 4].map(
    (worker) => [firstPort(worker, 0), firstPort(worker, 1 - Number.EPSILON) + 900] as const,
  )
  const sorted = ends.toSorted(([one], [other]) => one - other)
  for (const [at, [first]] of sorted.entries()) expect(first).toBeGreaterThan(sorted[at - 1]?.[1] ?? 0)
  expect(testWorker).toBeGreaterThan(0)
  const port = await freePorts()
  expect(port).toBeGreaterThanOrEqual(firstPort(testWorker, 0))
  expect(port).toBeLessThan(firstPort(testWorker, 0) + 3_000)
})

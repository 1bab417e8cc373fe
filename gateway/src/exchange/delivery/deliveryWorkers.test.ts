import { expect, test } from 'vitest'
import { DeliveryWorkers, type DeliveryWorkersParts } from './deliveryWorkers.ts'

test('agreements are looked for while old pages go, which end with the hub', async () => {
  const looked: string[] = []
  let ids = ['a']
  let prunings = 0
  const parts = {
    agreements: {
      ids: async () => ids,
      versionsOf: async (id: string) => {
        looked.push(id)
        return []
      },
    },
    retention: {
      look: async (_: readonly string[], signal: AbortSignal) => {
        prunings += 1
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return 0
      },
    },
    targets: { close: async () => undefined },
    onFault: (error: unknown) => {
      throw error
    },
  }
  const workers = new DeliveryWorkers(parts as unknown as DeliveryWorkersParts)
  workers.start()
  await expect.poll(() => looked).toContain('a')
  ids = ['a', 'b']
  await expect.poll(() => looked, { timeout: 10_000 }).toContain('b')
  await workers.stop()
  expect(prunings).toBe(1)
})

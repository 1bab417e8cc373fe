import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { StopOrder } from './stopOrder.ts'

function recorder() {
  const events: string[] = []
  const member = (name: string, millis = 0) => ({
    stop: async () => {
      events.push(`${name} asked`)
      await delay(millis)
      events.push(`${name} ended`)
    },
  })
  return { events, member }
}

test('what was started last stops first, what was started together stops together', async () => {
  const { events, member } = recorder()
  const order = new StopOrder()
  order.add(member('database'))
  order.add(member('trade', 20), member('personnel', 5))
  order.add(member('gateway', 5))
  await order.stopAll()
  expect(events).toEqual([
    ...['gateway asked', 'gateway ended'],
    ...['trade asked', 'personnel asked', 'personnel ended', 'trade ended'],
    ...['database asked', 'database ended'],
  ])
})

test('one that fails to stop does not keep the others running', async () => {
  const { events, member } = recorder()
  const order = new StopOrder()
  order.add(member('database'))
  order.add({ stop: () => Promise.reject(new Error('stuck')) })
  await order.stopAll()
  expect(events).toContain('database ended')
})

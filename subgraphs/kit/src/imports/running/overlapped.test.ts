import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { chunks } from './chunks.ts'
import { overlapped } from './overlapped.ts'

async function* numbers(count: number, made: number[] = []): AsyncGenerator<number> {
  for (let number = 1; number <= count; number++) {
    made.push(number)
    yield number
  }
}

test('works in order, one at a time, reading no more than one item ahead', async () => {
  const made: number[] = []
  const done: number[] = []
  let atWork = 0
  await overlapped(numbers(6, made), async (number) => {
    atWork += 1
    expect(atWork).toBe(1)
    await pause(2)
    expect(made.length).toBeLessThanOrEqual(number + 1)
    done.push(number)
    atWork -= 1
  })
  expect(done).toEqual([1, 2, 3, 4, 5, 6])
})

test('the first failure stops the reading', async () => {
  const made: number[] = []
  const failing = overlapped(numbers(100, made), async (number) => {
    if (number === 2) throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(made.length).toBeLessThan(5)
})

test('chunks hold all items, in order, at least so many each', async () => {
  async function* groups(): AsyncGenerator<number[]> {
    yield [1, 2]
    yield [3]
    yield [4, 5, 6]
  }
  const found: number[][] = []
  for await (const chunk of chunks(groups(), 3)) found.push(chunk)
  expect(found).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
})

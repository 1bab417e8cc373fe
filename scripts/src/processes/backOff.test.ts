import { expect, test } from 'vitest'
import { backOff } from './backOff.ts'

test('waits double each time, up to half a minute', () => {
  const { next } = backOff()
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(() => next(10))).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000])
})

test('a process that ran for a minute starts over', () => {
  const { next } = backOff()
  next(10)
  next(10)
  expect(next(60_000)).toBe(500)
  expect(next(59_999)).toBe(1000)
})

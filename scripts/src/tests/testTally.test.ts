import { expect, test } from 'vitest'
import { tallyLine, vitestTally } from './testTally.ts'

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((s) => ({ status: s })),
})

test('tests of all files are counted; pending and todo ones as skipped', () => {
  const report = { testResults: [file('passed', 'passed', 'pending', 'todo'), file('failed', 'failed', 'passed')] }
  expect(vitestTally(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a file that cannot be loaded is a failure', () => {
  expect(vitestTally({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  })
})

test('a run that ends badly is a failure, even when its tests passed or nothing was reported', () => {
  expect(vitestTally({ testResults: [file('passed', 'passed')] }, 1).failed).toBe(1)
  expect(vitestTally({ testResults: [file('passed', 'passed')] }, 0).failed).toBe(0)
  expect(vitestTally(undefined, 0).failed).toBe(1)
})

test('the last line', () => {
  expect(tallyLine({ passed: 12, failed: 0, skipped: 1 })).toBe('12 passed, 0 failed, 1 skipped')
})

import { expect, test } from 'vitest'
import { tracedCells } from './exchangeCommand.ts'

test("a partner's copy of a record is told with the files that brought and withdrew it", () => {
  const delivered = {
    agreement: 'a',
    partner: '甲',
    version: 2,
    kind: 'CREATED',
    state: 'HELD',
    file: null,
    withdrawnIn: null,
  }
  const filed = { ...delivered, kind: null, acknowledgedAt: null, withdrawalDueAt: null, file: 'f1.csv' }
  const [at, due] = ['2026-04-02T00:00:00Z', '2026-04-03T00:00:00Z']
  expect(tracedCells({ ...delivered, acknowledgedAt: at, withdrawalDueAt: due }).slice(2)).toEqual([
    'v2 CREATED',
    '持有 held',
    at,
    `应撤回 to be withdrawn by ${due}`,
  ])
  expect(tracedCells(filed).at(-1)).toBe('f1.csv')
  expect(tracedCells({ ...filed, state: 'CLOSED', withdrawnIn: 'f2.csv' }).slice(3)).toEqual([
    '已撤回 withdrawn',
    '未回执 no receipt',
    'f1.csv → f2.csv',
  ])
})

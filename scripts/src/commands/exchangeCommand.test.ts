import { expect, test } from 'vitest'
import { alarmText, tracedCells } from './exchangeCommand.ts'

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

test('a period whose sums do not close is told with its rows, or since when something is due', () => {
  const alarm = { from: '2026-09-01', to: '2026-09-30', reported: 2, accounted: 1, dueSince: null }
  const rows = [
    { place: 'p:1', recordId: 'R2' },
    { place: 'f1.csv', recordId: null },
  ]
  expect(alarmText({ ...alarm, unexplainedCount: 300, unexplained: rows })).toBe(
    '对账不平 does not close 2026-09-01–2026-09-30: 上报 reported 2, 去向已知 accounted for 1 R2 f1.csv … (300)',
  )
  const dueSince = '2026-09-15T00:00:00Z'
  expect(alarmText({ ...alarm, dueSince, unexplainedCount: 0, unexplained: [] })).toMatch(
    /for 1, 应报未报 due since 2026-09-15T00:00:00Z$/,
  )
})

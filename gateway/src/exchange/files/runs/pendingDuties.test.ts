import { describe, expect, test } from 'vitest'
import type { ExportChange } from '../filePlan.ts'
import { noteWaiting, pendingDuties } from './pendingDuties.ts'

function change(recordId: string, decidedOn: string | null): ExportChange {
  const record = decidedOn === null ? null : { decidedOn }
  const facts = { division: 'market-order', sequence: 1, kind: 'CREATED', version: 1, effectiveOn: null }
  return { ...facts, recordId, record }
}

function waitingAfter(...changes: ExportChange[]): Map<string, string> {
  const waiting = new Map<string, string>()
  noteWaiting(waiting, changes)
  return waiting
}

describe('decisions that wait for a file', () => {
  test('are due after seven working days, late the day after, and warned of two working days before', () => {
    const waiting = waitingAfter(change('b', '2026-04-03'), change('a', '2026-04-01'))
    const states = (today: string) => pendingDuties(waiting, today).map(({ recordId, state }) => [recordId, state])
    // 2026-04-01 and seven working days, 清明 between them (vectors of guide 3.3).
    expect(pendingDuties(waiting, '2026-04-07')[0]).toEqual({
      recordId: 'a',
      decidedOn: '2026-04-01',
      dueOn: '2026-04-13',
      state: 'DUE',
    })
    expect(states('2026-04-13')).toEqual([
      ['a', 'DUE_SOON'],
      ['b', 'DUE_SOON'],
    ])
    expect(states('2026-04-14')[0]).toEqual(['a', 'OVERDUE'])
  })

  test('wait no more once they do not stand', () => {
    expect(pendingDuties(waitingAfter(change('a', '2026-04-01'), change('a', null)), '2026-04-02')).toEqual([])
  })
})

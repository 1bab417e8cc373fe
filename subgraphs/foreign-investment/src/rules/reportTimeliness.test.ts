import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReportLate, reportDueOn } from './reportTimeliness.ts'

const change = { kind: 'CHANGE', occurredOn: '2026-04-01', viaRegistration: false }

describe('investment reports', () => {
  it.each([
    [change, '2026-04-30'],
    [{ ...change, viaRegistration: true }, '2026-04-01'],
    [{ ...change, dueOn: '2026-04-15' }, '2026-04-15'],
    [{ kind: 'INITIAL', occurredOn: '2025-01-24' }, '2025-01-24'],
    [{ kind: 'ANNUAL', occurredOn: '2024-12-31' }, '2025-06-30'],
    [{ kind: 'DEREGISTRATION', occurredOn: '2024-12-31' }, undefined],
    [{ kind: 'CHANGE' }, undefined],
    [{ kind: 'CHANGE', occurredOn: '2015-04-01' }, undefined],
  ])('%o is due on %s', (report, due) => {
    expect(reportDueOn(report)).toBe(due)
  })

  it.each([
    [{ ...change, submittedOn: '2026-04-30' }, '2030-01-01', false],
    [{ ...change, submittedOn: '2026-05-06' }, '2026-04-01', true],
    [change, '2026-04-30', false],
    [change, '2026-05-01', true],
    [{ kind: 'DEREGISTRATION', submittedOn: '2024-12-31' }, '2030-01-01', undefined],
  ])('%o, looked at on %s, late: %s', (report, on, late) => {
    expect(isReportLate(report, on)).toBe(late)
  })

  it('once late, stays late', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2026-11-30'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, day, (occurredOn, a, b) => {
        const report = { kind: 'CHANGE', occurredOn }
        const [earlier = '', later = ''] = [a, b].sort()
        if (isReportLate(report, earlier)) expect(isReportLate(report, later)).toBe(true)
        expect(isReportLate({ ...report, submittedOn: earlier }, later)).toBe(isReportLate(report, earlier))
      }),
    )
  })
})

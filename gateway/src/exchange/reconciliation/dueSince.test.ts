import { describe, expect, test } from 'vitest'
import type { AgreementVersion } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { dueSince } from './dueSince.ts'

const at = (text: string) => new Date(`2026-${text}:00+08:00`)

function versions(terms: object = {}, more: Partial<AgreementVersion> = {}): AgreementVersion[] {
  const decision = { outcome: 'APPROVED', by: '乙', at: at('04-01T09:00') } as const
  const facts = { agreement: 'a', reason: '试验', proposedBy: '甲', proposedAt: at('04-01T08:00'), decision }
  return [{ _id: 'a:1', version: 1, kind: 'TERMS', terms: trialTerms(terms), ...facts, ...more }]
}
const daily = { schedule: { cron: '0 18 * * *', days: 'WORKING' } }
const now = at('04-10T12:00')
const always = new Date('2099-01-01')

describe('what is due and not reported', () => {
  test('is every change where there is no schedule, once it is late', () => {
    expect(dueSince(versions(), undefined, always, now)).toEqual(at('04-01T09:00'))
    expect(dueSince(versions({ from: '2026-04-03' }), undefined, always, now)).toEqual(at('04-03T00:00'))
    expect(dueSince(versions(), at('04-05T00:00'), always, now)).toEqual(at('04-05T00:00'))
    expect(dueSince(versions(), at('04-05T00:00'), at('04-05T00:00'), now)).toBeUndefined()
    expect(dueSince(versions(), at('04-10T11:51'), always, now)).toBeUndefined()
  })

  test('is the first run that was missed, of a file too', () => {
    expect(dueSince(versions(daily), undefined, always, now)).toEqual(at('04-01T18:00'))
    expect(dueSince(versions(daily), at('04-03T18:01'), always, now)).toEqual(at('04-07T18:00'))
    expect(dueSince(versions(daily), at('04-09T18:00'), always, now)).toBeUndefined()
    const file = { ...daily, mode: 'FILE', endpoint: 'platform' }
    expect(dueSince(versions(file), undefined, at('04-02T00:00'), now)).toEqual(at('04-01T18:00'))
  })

  test('is no second file of a day', () => {
    const file = { schedule: { cron: '0 8,18 * * *', days: 'ALL' }, mode: 'FILE', endpoint: 'platform' }
    expect(dueSince(versions(file), at('04-10T08:01'), always, at('04-10T19:00'))).toBeUndefined()
    expect(dueSince(versions(file), at('04-10T08:01'), always, at('04-11T09:00'))).toEqual(at('04-11T08:00'))
  })

  test('is what a partner should have fetched within the time of withdrawals', () => {
    const pull = { mode: 'PULL', endpoint: undefined, secretIds: [], withdrawalHours: 48 }
    expect(dueSince(versions(pull), undefined, always, now)).toEqual(at('04-01T09:00'))
    expect(dueSince(versions(pull), at('04-08T11:59'), always, now)).toEqual(at('04-08T11:59'))
    expect(dueSince(versions(pull), at('04-08T12:01'), always, now)).toBeUndefined()
  })

  test('is nothing by what does not hold', () => {
    expect(dueSince(versions({}, { decision: null }), undefined, always, now)).toBeUndefined()
    expect(dueSince(versions({}, { kind: 'END' }), undefined, always, now)).toBeUndefined()
  })
})

import { describe, expect, test } from 'vitest'
import { agreementClaims } from './agreementClaims.ts'
import { nextRun } from './agreementSchedule.ts'
import { agreementTerms } from './agreementTerms.ts'
import { type AgreementVersion, agreementOn } from './exchangeAgreement.ts'

const terms = {
  partner: '演示信用平台',
  title: '行政处罚推送',
  items: [{ family: 'penalties' }],
  level: 'SHARED',
  legalBasis: '演示依据',
  mode: 'PUSH',
  endpoint: 'https://partner.example/events',
  secretIds: ['K1'],
  from: '2026-01-01',
  to: '2026-12-31',
}
const files = { ...terms, mode: 'FILE', endpoint: 'platform', schedule: { cron: '0 18 * * *' } }
const authorized = { ...terms, level: 'AUTHORIZED', purpose: 'PROJECT_REVIEW', sections: ['OWNERSHIP'] }

describe('terms of an agreement', () => {
  test('hold together', () => {
    expect(agreementTerms.safeParse(terms).success).toBe(true)
    expect(agreementTerms.safeParse(authorized).success).toBe(true)
    expect(agreementTerms.safeParse(files).success).toBe(true)
  })

  test.each<[string, object]>([
    ['beyond the purpose', { ...authorized, sections: ['SIGNATORIES'] }],
    ['AUTHORIZED without purpose', { ...authorized, purpose: undefined }],
    ['sections at SHARED', { ...terms, sections: ['OWNERSHIP'] }],
    ['level INTERNAL', { ...terms, level: 'INTERNAL' }],
    ['a password in the address', { ...terms, endpoint: 'https://a:b@partner.example/' }],
    ['no secret', { ...terms, secretIds: [] }],
    ['ending before it begins', { ...terms, to: '2025-12-31' }],
    ['a family that is none', { ...terms, items: [{ family: 'gossip' }] }],
    ['files without schedule', { ...terms, mode: 'FILE' }],
    ['files of a family without a national form', { ...files, items: [{ family: 'commitments' }] }],
    ['files with fields of their own', { ...files, items: [{ family: 'permits', fields: ['docNo'] }] }],
    ['a folder by its path', { ...files, endpoint: '../outside' }],
    ['no cron', { ...terms, schedule: { cron: 'often' } }],
  ])('are refused: %s', (_, fault) => {
    expect(agreementTerms.safeParse(fault).success).toBe(false)
  })

  test('are all that a reader for it is made of', () => {
    const partner = { caller: terms.partner, unit: terms.partner, role: 'CREDIT_PLATFORM' }
    expect(agreementClaims(agreementTerms.parse(terms))).toEqual(partner)
    const grants = [{ sections: ['OWNERSHIP'] }]
    expect(agreementClaims(agreementTerms.parse(authorized))).toEqual({ ...partner, purpose: 'PROJECT_REVIEW', grants })
  })
})

test('an agreement holds by its last approved version, from its first day to its last', () => {
  const version = (number: number, change: Partial<AgreementVersion>): AgreementVersion => ({
    _id: `A:${number}`,
    agreement: 'A',
    version: number,
    kind: 'TERMS',
    terms: agreementTerms.parse(terms),
    reason: '',
    proposedBy: '甲',
    proposedAt: new Date(),
    decision: { outcome: 'APPROVED', by: '乙', at: new Date() },
    ...change,
  })
  const versions = [version(1, {}), version(2, { decision: null })]
  expect(agreementOn(versions, '2026-06-01')).toMatchObject({ version: 1, standing: 'IN_FORCE' })
  const rejected = version(3, { decision: { outcome: 'REJECTED', by: '乙', at: new Date() } })
  expect(agreementOn([...versions, rejected], '2026-06-01')).toMatchObject({ version: 1, standing: 'IN_FORCE' })
  expect(agreementOn([rejected], '2026-06-01')).toBeUndefined()
  for (const day of [terms.from, terms.to]) expect(agreementOn(versions, day)).toMatchObject({ standing: 'IN_FORCE' })
  expect(agreementOn(versions, '2025-12-31')).toBeUndefined()
  expect(agreementOn(versions, '2027-01-01')).toMatchObject({ standing: 'ENDED' })
  expect(agreementOn([...versions, version(3, { kind: 'END' })], '2026-06-01')).toMatchObject({ standing: 'ENDED' })
})

test('a schedule of working days passes over holidays, and works on make-up days', () => {
  const schedule = { cron: '0 2 * * *', days: 'WORKING' } as const
  expect(nextRun(schedule, new Date('2025-09-30T12:00:00Z'))?.toISOString()).toBe('2025-10-08T18:00:00.000Z')
  expect(nextRun(schedule, new Date('2025-10-10T12:00:00Z'))?.toISOString()).toBe('2025-10-10T18:00:00.000Z')
})

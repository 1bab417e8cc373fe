import type { IncomingHttpHeaders } from 'node:http'
import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { callerText, parseCallerText } from '@hub/schema/access/callerText'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Consent, consentTerms, grantsOf, groundsOf } from './consent.ts'
import { statedPurpose } from './withGrants.ts'

const window: CallerClaims = {
  caller: 'W1',
  unit: '行政审批窗口',
  role: 'LICENSING_WINDOW',
  purpose: 'ADMINISTRATIVE_PERMIT',
}
const consent: Consent = {
  _id: 'C1',
  grantor: 'S1',
  granteeKind: 'CALLER',
  grantee: 'W1',
  sections: ['OWNERSHIP', 'OPERATIONS'],
  purpose: 'ADMINISTRATIVE_PERMIT',
  from: '2026-01-01',
  to: '2026-12-31',
  evidenceHash: '0'.repeat(64),
  givenBy: 'firm',
  givenAt: new Date('2026-01-01T00:00:00Z'),
  revokedAt: null,
}
const today = '2026-06-01'
const approved = { outcome: 'APPROVED', by: 'sec', at: new Date('2026-01-02T00:00:00Z') } as const

describe('a consent', () => {
  test('opens what it and its purpose name, of the subject that gave it', () => {
    const opened = (...consents: Consent[]) => grantsOf(groundsOf(consents, window, today))
    expect(opened(consent)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }])
    const { grantor: _, ...proposed } = consent
    const agreement = { ...proposed, decision: approved }
    expect(opened(proposed)).toEqual([])
    expect(opened(agreement)).toEqual([{ sections: ['OWNERSHIP'] }])
    expect(opened(consent, agreement, { ...consent, grantor: 'S2' }, consent)).toEqual([
      { sections: ['OWNERSHIP'], subjectIds: ['S1', 'S2'] },
      { sections: ['OWNERSHIP'] },
    ])
  })

  test('is named as what opened them, by its kind; of several that open the same, one', () => {
    const { grantor: _, ...agreement } = consent
    const given = [consent, { ...consent, _id: 'C2' }, { ...agreement, _id: 'A1', decision: approved }]
    const token = { ...consent, _id: 'T1', grantor: 'S3', granteeKind: 'BEARER' as const }
    const sections = ['OWNERSHIP']
    expect(groundsOf([...given, token], window, today)).toEqual([
      { kind: 'CONSENT', consentId: 'C1', subjectId: 'S1', sections },
      { kind: 'AGREEMENT', consentId: 'A1', sections },
      { kind: 'SHARING_TOKEN', consentId: 'T1', subjectId: 'S3', sections },
    ])
  })

  test.each<[string, Partial<Consent>, Partial<CallerClaims>, string]>([
    ['for another purpose', {}, { purpose: 'PROJECT_REVIEW' }, today],
    ['for no purpose', {}, { purpose: undefined }, today],
    ['revoked', { revokedAt: new Date('2026-05-01T00:00:00Z') }, {}, today],
    ['before its first day', {}, {}, '2025-12-31'],
    ['after its last day', {}, {}, '2027-01-01'],
    ['of sections that the purpose has not', { sections: ['OPERATIONS'] }, {}, today],
  ])('opens nothing %s', (_, change, claims, day) => {
    expect(groundsOf([{ ...consent, ...change }], { ...window, ...claims }, day)).toEqual([])
  })

  test('is refused without evidence, dates or a known purpose', () => {
    const { _id, givenBy, givenAt, revokedAt, ...given } = consent
    const terms = { ...given, sections: ['OWNERSHIP'] }
    expect(consentTerms.safeParse(terms).success).toBe(true)
    const agreement = { grantor: undefined }
    for (const fault of [
      { evidenceHash: 'x' },
      { to: 'soon' },
      { to: '2025-12-31' },
      { purpose: 'CURIOSITY' },
      { sections: [] },
      { sections: ['OWNERSHIP', 'OPERATIONS'] },
      { grantee: undefined },
      { granteeKind: 'BEARER' },
      { granteeKind: 'ENTERPRISE', grantee: 'S1' },
      { granteeKind: 'BEARER', grantee: undefined, to: '2027-06-01' },
      { ...agreement, granteeKind: 'ENTERPRISE' },
      { ...agreement, granteeKind: 'BEARER', grantee: undefined },
    ]) {
      expect(consentTerms.safeParse({ ...terms, ...fault }).success).toBe(false)
    }
    expect(consentTerms.safeParse({ ...terms, ...agreement }).success).toBe(true)
    expect(consentTerms.safeParse({ ...terms, granteeKind: 'BEARER', grantee: undefined }).success).toBe(true)
  })
})

describe('a purpose', () => {
  const analyst: CallerClaims = { caller: 'A1', role: 'ANALYST' }

  test('is taken from the request where the credential has none', () => {
    const headers = { 'hub-purpose': 'PROJECT_REVIEW', 'hub-case': '%E8%99%9A%E6%A1%881%E5%8F%B7' }
    expect(statedPurpose(analyst, headers)).toEqual({ ...analyst, purpose: 'PROJECT_REVIEW', caseNo: '虚案1号' })
    expect(statedPurpose(window, headers).purpose).toBe('ADMINISTRATIVE_PERMIT')
  })

  test('opens nothing to whom nothing can be opened, and has to exist', () => {
    expect(statedPurpose(analyst, {}, 'PROJECT_REVIEW').purpose).toBe('PROJECT_REVIEW')
    expect(statedPurpose(analyst, { 'hub-purpose': 'HONOUR_SELECTION' }, 'PROJECT_REVIEW').purpose).toBe(
      'HONOUR_SELECTION',
    )
    const anyone: CallerClaims = { caller: 'anonymous', role: 'PUBLIC' }
    expect(statedPurpose(anyone, { 'hub-purpose': 'PROJECT_REVIEW' })).toBe(anyone)
    const inspector: CallerClaims = { caller: 'I1', role: 'INSPECTOR' }
    for (const caller of [analyst, anyone, inspector, { ...inspector, purpose: 'CURIOSITY' }])
      expect(() => statedPurpose(caller, { 'hub-purpose': 'CURIOSITY' })).toThrow('ADMINISTRATIVE_PERMIT 行政许可')
  })

  test('and a case are kept for evidence of whoever says who he is, also where they open nothing', () => {
    const inspector: CallerClaims = { caller: 'I1', role: 'INSPECTOR' }
    const purpose = { purpose: 'PROJECT_REVIEW' }
    expect(statedPurpose(inspector, { 'hub-purpose': 'PROJECT_REVIEW' })).toEqual({ ...inspector, ...purpose })
    for (const caller of [inspector, analyst])
      expect(statedPurpose(caller, { 'hub-case': 'C1' })).toEqual({ ...caller, caseNo: 'C1' })
    expect(statedPurpose(inspector, {})).toBe(inspector)
  })

  test('whatever the headers say, claims go to divisions as they are, or the purpose is refused', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    const header = fc.oneof(
      text,
      text.map((one) => encodeURIComponent(one.toWellFormed())),
      fc.constantFrom('PROJECT_REVIEW', '', '%', '%ff', '__proto__', 'C'.repeat(300)),
    )
    const headers = fc.record({ 'hub-purpose': header, 'hub-case': header }, { requiredKeys: [] })
    fc.assert(
      fc.property(headers, fc.constantFrom<Role>('PUBLIC', 'ANALYST', 'INSPECTOR'), (told, role) => {
        const claims = statedOrRefused({ caller: 'X', role }, told)
        if (claims === undefined) return
        expect([undefined, 'PROJECT_REVIEW']).toContain(claims.purpose)
        expect(parseCallerText(callerText(claims))).toEqual(claims)
      }),
      { numRuns: 500 },
    )
  })
})

/** Undefined where the purpose is refused; any other fault is a fault of the test. */
function statedOrRefused(caller: CallerClaims, headers: IncomingHttpHeaders): CallerClaims | undefined {
  try {
    return statedPurpose(caller, headers)
  } catch (error) {
    expect(error).toMatchObject({ code: 'HUB_PURPOSE_UNKNOWN' })
    return undefined
  }
}

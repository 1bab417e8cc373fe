import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { codeSet } from '../codes/codeSet.ts'
import { composeDivisions } from '../documents/composeDivisions.ts'
import { sectionOf, sectionsOfPurpose } from './accessPurposes.ts'
import { anonymous, type CallerClaims } from './callerClaims.ts'
import { disclosureMap } from './disclosureMap.ts'
import { mayRead } from './mayRead.ts'

const signatory = {
  division: 'market-order',
  coordinate: 'Commitment.signatory',
  level: 'AUTHORIZED',
  subjectId: 'S1',
} as const

const asked = (claims: Partial<CallerClaims>) => mayRead({ ...anonymous, ...claims }, signatory)

describe('mayRead', () => {
  it('lets a subject and its delegate read about itself, and about nobody else', () => {
    expect(asked({ role: 'ENTERPRISE', subjectIds: ['S1'] })).toBe(true)
    expect(asked({ role: 'ASSOCIATION', subjectIds: ['S0', 'S1'] })).toBe(true)
    expect(asked({ role: 'ENTERPRISE', subjectIds: ['S2'] })).toBe(false)
    expect(asked({ role: 'PUBLIC', subjectIds: ['S1'] })).toBe(false)
  })

  it('wants a grant of the section, about that subject, of anyone else', () => {
    const analyst = { role: 'ANALYST', purpose: 'HONOUR_SELECTION' } as const
    expect(asked(analyst)).toBe(false)
    expect(asked({ ...analyst, grants: [{ sections: ['SIGNATORIES'], subjectIds: ['S1'] }] })).toBe(true)
    expect(asked({ ...analyst, grants: [{ sections: ['SIGNATORIES'] }] })).toBe(true)
    expect(asked({ ...analyst, grants: [{ sections: ['SIGNATORIES'], subjectIds: ['S2'] }] })).toBe(false)
    expect(asked({ ...analyst, grants: [{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }] })).toBe(false)
  })

  it('lets an officer who is bound to a district read at home about the subjects there', () => {
    const phone = {
      division: 'market-order',
      coordinate: 'Enterprise.phone',
      level: 'INTERNAL',
      subjectId: 'S1',
    } as const
    const reads = (divisionCode: string | undefined, field: object) =>
      mayRead({ caller: 'o', role: 'OFFICER', division: 'market-order', divisionCode }, { ...phone, ...field })
    for (const code of [undefined, '410105', '410100']) expect(reads(code, { place: '410105' })).toBe(true)
    expect(reads('410106', { place: '410105' })).toBe(false)
    expect(reads('410105', {})).toBe(false)
    expect(reads(undefined, {})).toBe(true)
    expect(reads('410106', { place: '410105', level: 'SHARED' })).toBe(true)
    expect(reads('410105', { place: '410105', division: 'trade' })).toBe(false)
    expect(reads('410105', { place: '410105', level: 'AUTHORIZED', division: 'trade' })).toBe(false)
  })

  it('opens by a grant what lies outside the district that an officer is bound to', () => {
    const bound = { role: 'OFFICER', division: 'market-order', divisionCode: '410106' } as const
    const granted = { purpose: 'HONOUR_SELECTION', grants: [{ sections: ['SIGNATORIES'], subjectIds: ['S1'] }] }
    const reads = (claims: object) => mayRead({ caller: 'o', ...bound, ...claims }, { ...signatory, place: '410105' })
    expect([reads(granted), reads({})]).toEqual([true, false])
  })

  it('wants a purpose that may read the section, whatever was granted', () => {
    const granted = { role: 'ANALYST', grants: [{ sections: ['SIGNATORIES'], subjectIds: ['S1'] }] } as const
    for (const purpose of ['ADMINISTRATIVE_PERMIT', 'HONOUR_SELECTION', 'AUTHORISED_QUERY'])
      expect(asked({ ...granted, purpose })).toBe(true)
    for (const purpose of [undefined, 'GOVERNMENT_PROCUREMENT', 'PROJECT_REVIEW', 'CURIOSITY', 'constructor'])
      expect(asked({ ...granted, purpose })).toBe(false)
  })

  it('never opens INTERNAL by a grant', () => {
    const claims = { ...anonymous, role: 'ANALYST', grants: [{ sections: ['SIGNATORIES', 'OWNERSHIP'] }] } as const
    expect(mayRead(claims, { ...signatory, level: 'INTERNAL' })).toBe(false)
  })
})

describe('the catalogue of purposes', () => {
  it('has a section for every field of level AUTHORIZED, and no section without one', () => {
    const levels = disclosureMap(parse(composeDivisions().supergraphSdl ?? ''))
    const authorised = [...levels].filter(([, { level }]) => level === 'AUTHORIZED').map(([coordinate]) => coordinate)
    // Who read of a subject, and to whom it consented, is for that subject alone: no purpose opens it.
    const ownOnly =
      /^(?:Enterprise\.(?:accessLog|consents|consentsReceived)|(?:Access(?:Log|Ground)|Consent)\w*\.\w+|SharingToken\.\w+)$/
    const without = authorised.filter((coordinate) => sectionOf(coordinate) === undefined)
    expect(without.filter((coordinate) => !ownOnly.test(coordinate))).toEqual([])
    expect(authorised.filter((coordinate) => ownOnly.test(coordinate) && sectionOf(coordinate) !== undefined)).toEqual(
      [],
    )
    const used = new Set(authorised.map(sectionOf))
    expect(codeSet('access-sections').entries.filter(({ code }) => !used.has(code))).toEqual([])
  })

  it('leaves no section that no purpose may read', () => {
    const served = codeSet('access-purposes').entries.flatMap(({ code }) => sectionsOfPurpose(code) ?? [])
    const sections = codeSet('access-sections').entries.map(({ code }) => code)
    expect(sections.filter((section) => !served.includes(section))).toEqual([])
  })

  it('names sections that exist', () => {
    const sections = codeSet('access-sections').entries.map(({ code }) => code)
    for (const { code } of codeSet('access-purposes').entries) {
      expect(sections).toEqual(expect.arrayContaining([...(sectionsOfPurpose(code) ?? [])]))
    }
    expect(sectionsOfPurpose('CURIOSITY')).toBeUndefined()
  })
})

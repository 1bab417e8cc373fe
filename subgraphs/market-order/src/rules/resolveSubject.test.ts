import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { normaliseName } from '@hub/schema/names/normaliseName'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identifierKey, type WrittenIdentifier } from './identifierKey.ts'
import { type IndexedSubject, resolveSubject, type SubjectEvidence } from './resolveSubject.ts'

const uscc = (number: number) =>
  makeUscc({ category: '91', authority: '410100', organisation: `MA0X${String(number).padStart(4, '0')}` })
const subject = (number: number, more: Partial<IndexedSubject> = {}): IndexedSubject => ({
  subjectId: `S${number}`,
  recordState: 'CURRENT',
  name: `虚构${number}号公司`,
  uscc: uscc(number),
  orgCode: uscc(number).slice(8, 17),
  ...more,
})
const regNo = (value: string): WrittenIdentifier => ({ kind: 'REG_NO', value })
const usccOf = (number: number): WrittenIdentifier => ({ kind: 'USCC', value: uscc(number) })

function evidenceOf(owned: [IndexedSubject, WrittenIdentifier[]][]): SubjectEvidence {
  const byName = new Map<string, IndexedSubject[]>()
  for (const [owner] of owned) {
    for (const name of [owner.name, ...(owner.nameHistory ?? []).map((former) => former.name)]) {
      const key = normaliseName(name ?? '')
      byName.set(key, [...(byName.get(key) ?? []), owner])
    }
  }
  return {
    byKey: new Map(
      owned.flatMap(([owner, identifiers]) => identifiers.map((one) => [identifierKey(one), owner] as const)),
    ),
    byOrgCode: new Map(owned.map(([owner]) => [owner.orgCode ?? '', [owner]])),
    byName,
  }
}

const renamed = subject(3, { nameHistory: [{ name: '虚构旧名公司', to: '2019-12-31' }] })
const evidence = evidenceOf([
  [subject(1), [usccOf(1), regNo('1')]],
  [subject(2), [usccOf(2), regNo('2')]],
  [renamed, [usccOf(3)]],
  [subject(4, { recordState: 'WITHDRAWN' }), [usccOf(4)]],
  [subject(5, { uscc: null, orgCode: null }), [regNo('5')]],
])
const outcome = (identifiers: WrittenIdentifier[], name?: string, on?: string) =>
  resolveSubject({ identifiers, name: name ?? null, on: on ?? null }, evidence)

describe('resolveSubject', () => {
  test('links by any identifier when the name is not contradicted', () => {
    expect(outcome([usccOf(1)])).toEqual({ outcome: 'LINKED', subjectId: 'S1', candidates: [] })
    expect(outcome([regNo('1')], '虚构1号公司').subjectId).toBe('S1')
    expect(outcome([{ kind: 'ORG_CODE', value: uscc(2).slice(8, 17) }], '虚构２号公司').subjectId).toBe('S2')
    expect(outcome([usccOf(3)], '虚构旧名公司', '2018-01-01').subjectId).toBe('S3')
    expect(outcome([usccOf(1), regNo('not known')]).subjectId).toBe('S1')
  })

  test('never links what is contradicted', () => {
    expect(outcome([usccOf(1)], '虚构2号公司').outcome).toBe('NAME_DISAGREES')
    expect(outcome([usccOf(3)], '虚构旧名公司', '2020-01-01').outcome).toBe('NAME_DISAGREES')
    expect(outcome([usccOf(1), regNo('2')]).outcome).toBe('SEVERAL')
    expect(outcome([regNo('1'), usccOf(9)]).outcome).toBe('SEVERAL')
    expect(outcome([regNo('5'), usccOf(9)]).subjectId).toBe('S5')
  })

  test('never links by name, nor to a withdrawn subject, but proposes both', () => {
    expect(outcome([], '虚构1号公司')).toMatchObject({ outcome: 'NO_MATCH', candidates: [{ why: 'NAME' }] })
    expect(outcome([usccOf(9)], '虚构旧名公司').candidates).toMatchObject([{ why: 'FORMER_NAME', subject: renamed }])
    expect(outcome([usccOf(4)])).toMatchObject({ outcome: 'NO_MATCH', candidates: [{ why: 'IDENTIFIER' }] })
    expect(outcome([])).toEqual({ outcome: 'NO_MATCH', candidates: [] })
  })

  test('a link always rests on an identifier of the subject and never on one of another', () => {
    const identifier = fc.oneof(fc.integer({ min: 1, max: 6 }).map(usccOf), fc.constantFrom('1', '2', '5').map(regNo))
    fc.assert(
      fc.property(fc.array(identifier, { maxLength: 3 }), fc.option(fc.constantFrom('虚构1号公司')), (given, name) => {
        const { outcome: found, subjectId } = resolveSubject({ identifiers: given, name }, evidence)
        const owners = given.flatMap((one) => evidence.byKey.get(identifierKey(one)) ?? [])
        const standing = new Set(owners.filter(({ recordState }) => recordState === 'CURRENT'))
        expect(found === 'LINKED').toBe(subjectId !== undefined)
        if (found === 'LINKED') expect([...standing].map((owner) => owner.subjectId)).toEqual([subjectId])
        if (standing.size > 1) expect(found).toBe('SEVERAL')
        if (standing.size === 0) expect(found).toBe('NO_MATCH')
      }),
    )
  })
})

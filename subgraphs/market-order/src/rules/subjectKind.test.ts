import { describe, expect, test } from 'vitest'
import { shownAddress } from './shownAddress.ts'
import { ofPerson, shownLegalRep, shownSubjectName } from './shownNames.ts'
import { counterpartKind, subjectKind } from './subjectKind.ts'

describe('subjectKind', () => {
  test.each([
    [{ uscc: '91410100MA0000015B' }, 'ORGANISATION'],
    [{ uscc: '92410100MA0000015X' }, 'INDIVIDUAL_BUSINESS'],
    [{ subjectType: '91' }, 'INDIVIDUAL_BUSINESS'],
    [{ marketEntityType: '9999' }, 'INDIVIDUAL_BUSINESS'],
    [{ personIdNo: '11010519491231002X' }, 'NATURAL_PERSON'],
    [{ uscc: '91410100MA0000015B', personIdNo: '11010519491231002X' }, 'ORGANISATION'],
    [{}, 'ORGANISATION'],
  ] as const)('%j is %s', (facts, kind) => expect(subjectKind(facts)).toBe(kind))
})

describe('counterpartKind', () => {
  test.each([
    [{ subjectCategory: 'NATURAL_PERSON', subjectUscc: '91410100MA0000015B' }, 'NATURAL_PERSON'],
    [{ subjectUscc: '92410100MA0000015X' }, 'INDIVIDUAL_BUSINESS'],
    [{ subjectRegNo: '110108000000016' }, 'ORGANISATION'],
    [{ subjectSocialOrganisationNo: '社证字1' }, 'ORGANISATION'],
    [{}, 'NATURAL_PERSON'],
  ] as const)('%j is %s', (facts, kind) => expect(counterpartKind(facts)).toBe(kind))
})

describe('names as everyone may see them', () => {
  test('hide persons and who runs a business of his own, and nobody else', () => {
    expect(shownSubjectName('NATURAL_PERSON', '张三丰')).toBe('张**')
    expect(shownSubjectName('INDIVIDUAL_BUSINESS', '虚构酒行')).toBe('虚构酒行')
    expect(shownLegalRep('INDIVIDUAL_BUSINESS', '张三')).toBe('张*')
    expect(shownLegalRep('ORGANISATION', '张三')).toBe('张三')
    expect(ofPerson('NATURAL_PERSON', '张三')).toBe('张三')
    expect(ofPerson('ORGANISATION', '虚构公司')).toBeNull()
  })

  test('show of a private person the district, and nothing of the address', () => {
    expect(shownAddress('NATURAL_PERSON', '郑州市金水区虚构路1号', '410105')).toBe('金水区***')
    expect(shownAddress('NATURAL_PERSON', '郑州市金水区虚构路1号', undefined)).toBe('***')
    expect(shownAddress('NATURAL_PERSON', undefined, '410105')).toBeUndefined()
    for (const kind of ['ORGANISATION', 'INDIVIDUAL_BUSINESS'] as const)
      expect(shownAddress(kind, '虚构路1号', '410105')).toBe('虚构路1号')
  })
})

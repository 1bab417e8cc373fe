import { describe, expect, test } from 'vitest'
import { carriedOver, changeDay } from './carriedOver.ts'

const before = {
  name: '虚构旧名有限公司',
  uscc: '91410100MA0000015B',
  registeredOn: '2010-01-01',
  identifiers: [{ kind: 'REG_NO', value: '110108000000016' }],
}
const TODAY = '2026-11-25'

describe('carriedOver', () => {
  test('a new name makes the old one a former name in its time', () => {
    const renamed = carriedOver(before, { ...before, name: '虚构新名有限公司', approvedOn: '2020-05-01' }, TODAY)
    expect(renamed.nameHistory).toEqual([{ name: before.name, from: '2010-01-01', to: '2020-04-30' }])
    const again = carriedOver(renamed, { ...before, name: '虚构又名有限公司', approvedOn: '2022-02-01' }, TODAY)
    expect(again.nameHistory).toEqual([
      { name: before.name, from: '2010-01-01', to: '2020-04-30' },
      { name: '虚构新名有限公司', from: '2020-05-01', to: '2022-01-31' },
    ])
  })

  test('another way of typing the name is no rename, and what the row itself tells of former names is believed', () => {
    expect(carriedOver(before, { ...before, name: '虚构　旧名有限公司' }, TODAY).nameHistory).toEqual([])
    const told = [{ name: before.name, to: '2019-01-01' }]
    expect(carriedOver(before, { name: '虚构新名有限公司', nameHistory: told }, TODAY).nameHistory).toEqual(told)
  })

  test('numbers once given stay: a code that was replaced with its last day, others as they were', () => {
    const reissued = carriedOver(before, { name: before.name, uscc: '91410100000000019L' }, TODAY)
    expect(reissued).toMatchObject({
      uscc: '91410100000000019L',
      identifiers: [before.identifiers[0], { kind: 'USCC', value: before.uscc, validTo: '2026-11-24' }],
    })
    expect(carriedOver(before, { name: before.name }, TODAY)).toMatchObject({
      uscc: before.uscc,
      identifiers: before.identifiers,
    })
  })

  test('what persons decided outlives every row', () => {
    const decided = { mergedIntoId: 'S2', mergedOn: '2020-01-01', mergeKind: 'ABSORPTION', supersedesIds: ['S0'] }
    expect(carriedOver({ ...before, ...decided }, before, TODAY)).toMatchObject(decided)
  })

  test.each([
    [{ approvedOn: '2020-05-01' }, '2020-05-01'],
    [{ approvedOn: '2009-05-01' }, TODAY],
    [{}, TODAY],
  ])('%j changed on %s', (reported, day) => expect(changeDay(before, { ...before, ...reported }, TODAY)).toBe(day))
})

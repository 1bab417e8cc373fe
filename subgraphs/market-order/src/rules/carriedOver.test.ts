import { contentHash } from '@hub/kit/store/contentHash'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriedOver, dayOf, type LastingFields } from './carriedOver.ts'

const before: LastingFields = {
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
      identifiers: [before.identifiers?.[0], { kind: 'USCC', value: before.uscc, validTo: '2026-11-24' }],
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
  ])('a row with %j is of %s', (reported, day) => expect(dayOf(before, { ...before, ...reported }, TODAY)).toBe(day))

  test('a code that was replaced does not come back by a row that came late, whether the row is dated or not', () => {
    const reissued = carriedOver(before, { ...before, uscc: '91410100000000019L', approvedOn: '2020-05-01' }, TODAY)
    for (const late of [before, { ...before, approvedOn: '2015-01-01', name: '虚构又名有限公司' }]) {
      const after = carriedOver(reissued, late, TODAY)
      expect(after).toMatchObject({ uscc: '91410100000000019L', name: before.name, approvedOn: '2020-05-01' })
      expect(after.identifiers).toContainEqual({ kind: 'USCC', value: before.uscc, validTo: '2020-04-30' })
    }
    const back = carriedOver(reissued, { ...before, approvedOn: '2022-02-01' }, TODAY)
    expect(back.uscc).toBe(before.uscc)
    expect(back.identifiers).toContainEqual({ kind: 'USCC', value: '91410100000000019L', validTo: '2022-01-31' })
  })

  test('the same rows in any order of arrival leave the same subject, which is as the last day says', () => {
    const days = ['2010-03-01', '2012-05-05', '2015-01-01', '2018-08-08', '2021-11-11', '2024-02-02']
    const row = fc.record(
      {
        name: fc.constantFrom('虚构甲有限公司', '虚构乙有限公司', '虚构丙有限公司'),
        uscc: fc.constantFrom('91410100MA0000015B', '91410100000000019L', '91410100MA0X0001XX'),
        taxNo: fc.constantFrom('410100000000001', '410100000000002'),
        address: fc.constantFrom('虚构路1号', '虚构路2号'),
        registeredOn: fc.constant('2010-01-01'),
        identifiers: fc.array(
          fc.record({ kind: fc.constant('REG_NO'), value: fc.constantFrom('110108000000016', '110108000000024') }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: ['name', 'registeredOn'] },
    )
    const dated = fc
      .tuple(fc.shuffledSubarray(days, { minLength: 2, maxLength: 5 }), fc.array(row, { minLength: 5, maxLength: 5 }))
      .map(([on, rows]) =>
        on.map((approvedOn, index): LastingFields => ({ ...rows[index], approvedOn }) as LastingFields),
      )
    const orders = dated.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(orders, ([rows, others]) => {
        const [state, other] = [arrived(rows), arrived(others)]
        expect(contentHash(other)).toBe(contentHash(state))
        const [last] = rows.toSorted((a, b) => String(b.approvedOn).localeCompare(String(a.approvedOn)))
        expect([state.name, state.approvedOn]).toEqual([last?.name, last?.approvedOn])
        for (const late of rows) expect(contentHash(carriedOver(state, late, TODAY))).toBe(contentHash(state))
      }),
    )
  })
})

/** A subject after rows came one after the other. */
function arrived([first, ...others]: readonly LastingFields[]): LastingFields {
  if (first === undefined) throw new Error('no row')
  return others.reduce((state, row) => carriedOver(state, row, TODAY), first)
}

import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { listsAgree } from '@hub/kit/testing/listsAgree'
import { holdsElement, holdsOn, inState, is, nameContains, notAfter, notBefore } from '@hub/kit/testing/naiveFilter'
import { makeFoodLicenceNo } from '@hub/schema/identifiers/makeIdentifiers'
import fc from 'fast-check'
import { test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { accompanyingNotes } from '../src/models/accompanyingNotes.ts'
import { liquorFilings } from '../src/models/liquorFilings.ts'

const DATES = ['2008-08-08', '2012-02-29', '2013-09-27', '2016-11-03', '2016-11-04', '2020-01-01']
const NUMBERS = ['演示-1', '演示-2', '演示-3', '演示-4']
const LICENCES = [makeFoodLicenceNo('1410105000001'), makeFoodLicenceNo('2410105000002')]
const BUYERS = ['演示酒楼（虚构）', '演示烟酒店（虚构）', 'Demo Wine 酒行']
const USCCS = ['91410100MA0000015B', '91410100000000019L']

const date = fc.constantFrom(...DATES)
const number = fc.constantFrom(...NUMBERS)
const authority = fc.constantFrom('甲局', '乙局')

/** Each history with the status it ends in and the day it stopped standing, worked out by hand. */
const HISTORIES = [
  { entries: [{ status: 'VALID', since: '2008-08-08' }], status: 'LEGACY_REPEALED', ended: '2016-11-03' },
  {
    entries: [
      { status: 'VALID', since: '2008-08-08' },
      { status: 'CANCELLED', since: '2012-02-29' },
    ],
    status: 'CANCELLED',
    ended: '2012-02-29',
  },
  { entries: [{ status: 'VOID', since: '2013-09-27' }], status: 'VOID', ended: '2013-09-27' },
] as const
const historyOf = (entries: unknown) => HISTORIES.find((history) => history.entries === entries)
const numbersOf = (list: unknown, name: string) => ((list ?? []) as Record<string, unknown>[]).map((item) => item[name])

const filings: ListExpectation = {
  family: liquorFilings,
  list: 'liquorFilings',
  stem: 'LiquorFiling',
  fields: fc.record(
    {
      filingNo: number,
      authority,
      operatorType: fc.constantFrom('WHOLESALE', 'RETAIL'),
      filedOn: date,
      statusHistory: fc.constantFrom(...HISTORIES.map(({ entries }) => entries)),
      acceptedOn: date,
      isIndividualBusiness: fc.boolean(),
      licences: fc.array(fc.record({ kind: fc.constant('FOOD_CIRCULATION'), number }), { maxLength: 2 }),
      categories: fc.uniqueArray(fc.constantFrom('BAIJIU', 'BEER', 'WINE')),
      successorLicence: fc.constantFrom(...LICENCES),
    },
    { requiredKeys: ['filingNo', 'authority', 'operatorType', 'filedOn', 'statusHistory'] },
  ),
  filters: {
    recordState: inState,
    validOn: holdsOn(
      ({ acceptedOn, filedOn, statusHistory }) => [acceptedOn ?? filedOn, historyOf(statusHistory)?.ended],
      DATES,
    ),
    filingNo: is(({ filingNo }) => filingNo, NUMBERS),
    authority: is((fields) => fields.authority, ['甲局', '乙局', '丙局']),
    operatorType: is(({ operatorType }) => operatorType, ['WHOLESALE', 'RETAIL', 'STORAGE']),
    category: holdsElement(({ categories }) => categories, ['BAIJIU', 'BEER', 'WINE', 'BULK']),
    status: is(
      ({ statusHistory }) => historyOf(statusHistory)?.status,
      ['LEGACY_REPEALED', 'CANCELLED', 'VOID', 'VALID'],
    ),
    filedFrom: notBefore(({ filedOn }) => filedOn, DATES),
    filedTo: notAfter(({ filedOn }) => filedOn, DATES),
    licenceNumber: holdsElement(({ licences }) => numbersOf(licences, 'number'), NUMBERS),
    successorLicence: is(({ successorLicence }) => successorLicence, LICENCES),
    isIndividualBusiness: is(({ isIndividualBusiness }) => isIndividualBusiness, [true, false]),
  },
  orders: {
    FILED_ON: ({ filedOn }) => filedOn as string,
    FILING_NO: ({ filingNo }) => filingNo as string,
  },
}

const buyerPart = (name: string) => (fields: Record<string, unknown>) => (fields.buyer as Record<string, unknown>)[name]

const notes: ListExpectation = {
  family: accompanyingNotes,
  list: 'accompanyingNotes',
  stem: 'AccompanyingNote',
  fields: fc.record(
    {
      noteNo: number,
      sellerFilingNo: number,
      buyer: fc.record(
        { name: fc.constantFrom(...BUYERS), filingNo: number, uscc: fc.constantFrom(...USCCS) },
        { requiredKeys: [] },
      ),
      soldOn: date,
      items: fc.array(fc.record({ name: fc.constant('演示酒'), lotNo: number }, { requiredKeys: ['name'] }), {
        maxLength: 2,
      }),
      sealed: fc.boolean(),
    },
    { requiredKeys: ['noteNo', 'sellerFilingNo', 'buyer', 'soldOn'] },
  ),
  filters: {
    recordState: inState,
    noteNo: is(({ noteNo }) => noteNo, NUMBERS),
    sellerFilingNo: is(({ sellerFilingNo }) => sellerFilingNo, NUMBERS),
    buyerNameContains: nameContains(buyerPart('name'), ['演示', '酒楼(虚构)', 'wine', '酒', 'Ｄemo W', '没有']),
    buyerFilingNo: is(buyerPart('filingNo'), NUMBERS),
    buyerUscc: is(buyerPart('uscc'), USCCS),
    soldFrom: notBefore(({ soldOn }) => soldOn, DATES),
    soldTo: notAfter(({ soldOn }) => soldOn, DATES),
    lotNo: holdsElement(({ items }) => numbersOf(items, 'lotNo'), NUMBERS),
    sealed: is(({ sealed }) => sealed, [true, false]),
  },
  orders: { SOLD_ON: ({ soldOn }) => soldOn as string },
  openTo: () => 'SHARED',
}

const database = testDatabase()

test.each([filings, notes])('$list: filters, orders, pages and asOf agree with naive evaluation', async (list) => {
  await listsAgree(await divisionUnderTest(division, await connectTestDatabase(database)), list)
})

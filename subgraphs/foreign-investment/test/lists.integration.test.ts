import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { listsAgree } from '@hub/kit/testing/listsAgree'
import { holdsElement, holdsOn, inState, is, type NaiveFilter, notAfter, notBefore } from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { foreignInvestments } from '../src/models/foreignInvestments.ts'
import { jointVentures } from '../src/models/jointVentures.ts'

const DATES = ['1995-12-01', '2010-05-06', '2020-01-01', '2020-02-29', '2049-12-31']
const COUNTRIES = ['HKG', 'JPN', 'USA']
const NUMBERS = ['演示-1', '演示-2', '演示-3', '演示-4', '演示-5', '演示-6']
const SHARES = ['25', '49.9999', '51.2500', '100']
const capital = { amount: '1', unit: 'WAN', currency: 'USD' }

const date = fc.constantFrom(...DATES)
const number = fc.constantFrom(...NUMBERS)
const parties = fc.array(fc.record({ country: fc.constantFrom(...COUNTRIES) }), { maxLength: 3 })
const countriesOf = (list: unknown) => ((list ?? []) as { country: string }[]).map(({ country }) => country)

/** The exact decimal holds against the one asked with; all of them are short enough for a float. */
const decimal = (name: string, holds: (stored: number, asked: number) => boolean): NaiveFilter => ({
  value: fc.constantFrom(...SHARES),
  holds: ({ fields }, value) => fields[name] !== undefined && holds(Number(fields[name]), Number(value)),
})

const investments: ListExpectation = {
  // An enterprise has one record; a key of the test's own lets the few subjects have many.
  family: { ...foreignInvestments, naturalKeys: ({ reportNo }) => [`investment|${reportNo}`] },
  list: 'foreignInvestments',
  stem: 'ForeignInvestment',
  fields: fc.record(
    {
      filingRegime: fc.constantFrom('APPROVAL', 'RECORD', 'REPORT'),
      establishmentMode: fc.constantFrom('NEW', 'MERGER', 'STRATEGIC'),
      registeredCapital: fc.constant(capital),
      reportNo: number,
      certificateNo: number,
      receiptNo: number,
      certificateDate: date,
      authority: fc.constantFrom('甲局', '乙局'),
      investors: parties,
      foreignShare: fc.constantFrom(...SHARES),
      freeTradeZoneArea: fc.constantFrom('甲片区', '乙片区'),
      operationFrom: date,
      operationTo: date,
      reports: fc.constantFrom([{ kind: 'DEREGISTRATION', submittedOn: '2020-01-01' }], [{ kind: 'INITIAL' }]),
    },
    { requiredKeys: ['filingRegime', 'establishmentMode', 'registeredCapital', 'reportNo'] },
  ),
  filters: {
    recordState: inState,
    validOn: holdsOn(
      ({ operationFrom, certificateDate, operationTo, reports }) => [
        operationFrom ?? certificateDate,
        (reports as { submittedOn?: string }[] | undefined)?.[0]?.submittedOn ?? operationTo,
      ],
      DATES,
    ),
    filingRegime: is(({ filingRegime }) => filingRegime, ['APPROVAL', 'RECORD', 'REPORT']),
    certificateNo: is(({ certificateNo }) => certificateNo, NUMBERS),
    receiptNo: is(({ receiptNo }) => receiptNo, NUMBERS),
    reportNo: is(({ reportNo }) => reportNo, NUMBERS),
    certificateFrom: notBefore(({ certificateDate }) => certificateDate, DATES),
    certificateTo: notAfter(({ certificateDate }) => certificateDate, DATES),
    authority: is(({ authority }) => authority, ['甲局', '乙局', '丙局']),
    investorCountry: holdsElement(({ investors }) => countriesOf(investors), COUNTRIES),
    establishmentMode: is(({ establishmentMode }) => establishmentMode, ['NEW', 'MERGER', 'FOREIGN_COMPANY']),
    foreignShareFrom: decimal('foreignShare', (stored, asked) => stored >= asked),
    foreignShareTo: decimal('foreignShare', (stored, asked) => stored <= asked),
    freeTradeZoneArea: is(({ freeTradeZoneArea }) => freeTradeZoneArea, ['甲片区', '乙片区']),
    operationEndsFrom: notBefore(({ operationTo }) => operationTo, DATES),
    operationEndsTo: notAfter(({ operationTo }) => operationTo, DATES),
  },
  orders: {
    CERTIFICATE_DATE: ({ certificateDate }) => certificateDate as string | undefined,
    OPERATION_TO: ({ operationTo }) => operationTo as string | undefined,
  },
}

const ventures: ListExpectation = {
  family: { ...jointVentures, naturalKeys: ({ legacyLaw }) => [`venture|${legacyLaw}`] },
  list: 'jointVentures',
  stem: 'JointVenture',
  fields: fc.record(
    {
      form: fc.constantFrom('EQUITY', 'COOPERATIVE'),
      legacyLaw: number,
      marketEntityType: fc.constantFrom('5110', '5120'),
      chineseParties: fc.constant([{ country: 'CHN' }]),
      foreignParties: parties,
      contractNo: number,
      approvedOn: date,
      termFrom: date,
      termTo: date,
      terminatedOn: date,
      transition2024: fc.record({ notAdjusted: fc.boolean() }, { requiredKeys: [] }),
    },
    { requiredKeys: ['form', 'legacyLaw'] },
  ),
  filters: {
    recordState: inState,
    validOn: holdsOn(
      ({ termFrom, approvedOn, termTo, terminatedOn }) => [termFrom ?? approvedOn, terminatedOn ?? termTo],
      DATES,
    ),
    form: is(({ form }) => form, ['EQUITY', 'COOPERATIVE']),
    marketEntityType: is(({ marketEntityType }) => marketEntityType, ['5110', '5120', '6110']),
    foreignPartyCountry: holdsElement(({ foreignParties }) => countriesOf(foreignParties), [...COUNTRIES, 'CHN']),
    contractNo: is(({ contractNo }) => contractNo, NUMBERS),
    approvedFrom: notBefore(({ approvedOn }) => approvedOn, DATES),
    approvedTo: notAfter(({ approvedOn }) => approvedOn, DATES),
    termStartsFrom: notBefore(({ termFrom }) => termFrom, DATES),
    termStartsTo: notAfter(({ termFrom }) => termFrom, DATES),
    termEndsFrom: notBefore(({ termTo }) => termTo, DATES),
    termEndsTo: notAfter(({ termTo }) => termTo, DATES),
    notAdjusted: is(
      ({ transition2024 }) => (transition2024 as { notAdjusted?: boolean } | undefined)?.notAdjusted,
      [true, false],
    ),
  },
  orders: {
    TERM_FROM: ({ termFrom }) => termFrom as string | undefined,
    TERM_TO: ({ termTo }) => termTo as string | undefined,
    APPROVED_ON: ({ approvedOn }) => approvedOn as string | undefined,
  },
}

const database = testDatabase()

test.each([investments, ventures])(
  '$list: filters, orders, pages and asOf agree with naive evaluation',
  async (list) => {
    await listsAgree(await divisionUnderTest(division, await connectTestDatabase(database)), list)
  },
)

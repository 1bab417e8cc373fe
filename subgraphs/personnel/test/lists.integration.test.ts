import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { listsAgree } from '@hub/kit/testing/listsAgree'
import { holdsOn, inState, is, nameContains, notAfter, notBefore } from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { commendations } from '../src/models/commendations.ts'
import { modelEnterpriseAwards } from '../src/models/modelEnterpriseAwards.ts'

const DATES = ['2019-12-31', '2020-01-01', '2021-06-15', '2023-03-15', '2026-01-01']
const YEARS = [2019, 2020, 2021, 2023]
const NUMBERS = ['演示-1', '演示-2', '演示-3']
const STATES = ['VALID', 'REVOKED', 'EXPIRED']
const NAMES = ['演示·诚信兴商典型', '演示（商贸）先进企业', 'Demo Award']
const SEARCHES = ['诚信', '(商贸)', '演', 'demo a', '', '没有']
const SCORES = ['59.5', '80', '92.50']

const date = fc.constantFrom(...DATES)
const number = fc.constantFrom(...NUMBERS)
const year = fc.constantFrom(...YEARS)
const issuer = fc.constantFrom('甲局', '乙协会')
const revocation = fc.record({ date }, { requiredKeys: [] })
const revokedOn = (value: unknown) => (value as { date?: string } | undefined)?.date

const honours: ListExpectation = {
  family: commendations,
  list: 'commendations',
  stem: 'Commendation',
  fields: fc.record(
    {
      honorName: fc.constantFrom(...NAMES),
      grantedOn: date,
      grantedBy: issuer,
      status: fc.constantFrom(...STATES),
      grantedByUscc: fc.constantFrom('91410100MA0000015B', '91410100000000019L'),
      category: fc.constantFrom('诚实守信', '经营管理'),
      awardObject: fc.constantFrom('ENTERPRISE', 'PRODUCT', 'PERSON'),
      certificateFrom: date,
      certificateTo: date,
      certificateNo: number,
      documentNo: number,
      year,
      honorLevel: fc.constantFrom('MUNICIPAL', 'BUREAU'),
      revocation,
    },
    { requiredKeys: ['honorName', 'grantedOn', 'grantedBy', 'status'] },
  ),
  filters: {
    recordState: inState,
    validOn: holdsOn(
      (fields) => [fields.certificateFrom ?? fields.grantedOn, revokedOn(fields.revocation) ?? fields.certificateTo],
      DATES,
    ),
    honorNameContains: nameContains(({ honorName }) => honorName, SEARCHES),
    grantedBy: is(({ grantedBy }) => grantedBy, ['甲局', '乙协会', '丙']),
    grantedByUscc: is(({ grantedByUscc }) => grantedByUscc, ['91410100MA0000015B', '91410100000000019L']),
    category: is(({ category }) => category, ['诚实守信', '经营管理']),
    awardObject: is(({ awardObject }) => awardObject, ['ENTERPRISE', 'PRODUCT', 'PROJECT', 'PERSON']),
    grantedFrom: notBefore(({ grantedOn }) => grantedOn, DATES),
    grantedTo: notAfter(({ grantedOn }) => grantedOn, DATES),
    year: is((fields) => fields.year, [...YEARS, 1999]),
    honorLevel: is(({ honorLevel }) => honorLevel, ['MUNICIPAL', 'BUREAU', 'NATIONAL']),
    status: is(({ status }) => status, STATES),
    documentNo: is(({ documentNo }) => documentNo, NUMBERS),
    certificateNo: is(({ certificateNo }) => certificateNo, NUMBERS),
  },
  orders: { GRANTED_ON: ({ grantedOn }) => grantedOn as string },
  openTo: ({ awardObject }) => (awardObject === 'PERSON' ? 'INTERNAL' : 'PUBLIC'),
}

const awards: ListExpectation = {
  family: modelEnterpriseAwards,
  list: 'modelEnterpriseAwards',
  stem: 'ModelEnterpriseAward',
  fields: fc.record(
    {
      year,
      organiser: issuer,
      result: fc.constantFrom('AWARDED', 'NOT_AWARDED', 'VETOED'),
      campaignName: fc.constantFrom(...NAMES),
      totalScore: fc.constantFrom(...SCORES),
      publicityFrom: date,
      grantedOn: date,
      titleUntil: date,
      documentNo: number,
      status: fc.constantFrom(...STATES),
      revocation,
    },
    { requiredKeys: ['year', 'organiser', 'result'] },
  ),
  filters: {
    recordState: inState,
    validOn: holdsOn((fields) => [fields.grantedOn, revokedOn(fields.revocation) ?? fields.titleUntil], DATES),
    year: is((fields) => fields.year, [...YEARS, 1999]),
    campaignNameContains: nameContains(({ campaignName }) => campaignName, SEARCHES),
    organiser: is(({ organiser }) => organiser, ['甲局', '乙协会', '丙']),
    result: is(({ result }) => result, ['AWARDED', 'NOT_AWARDED', 'VETOED']),
    status: is(({ status }) => status, STATES),
    documentNo: is(({ documentNo }) => documentNo, NUMBERS),
    grantedFrom: notBefore(({ grantedOn }) => grantedOn, DATES),
    grantedTo: notAfter(({ grantedOn }) => grantedOn, DATES),
    publicityStartsFrom: notBefore(({ publicityFrom }) => publicityFrom, DATES),
    publicityStartsTo: notAfter(({ publicityFrom }) => publicityFrom, DATES),
    totalScoreFrom: {
      value: fc.constantFrom(...SCORES, '92.500001'),
      holds: ({ fields }, value) => fields.totalScore !== undefined && Number(fields.totalScore) >= Number(value),
    },
  },
  orders: {
    YEAR: (fields) => String(fields.year),
    GRANTED_ON: ({ grantedOn }) => grantedOn as string | undefined,
  },
}

const database = testDatabase()

test.each([honours, awards])('$list: filters, orders, pages and asOf agree with naive evaluation', async (list) => {
  await listsAgree(await divisionUnderTest(division, await connectTestDatabase(database)), list)
})

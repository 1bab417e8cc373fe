import { asked, written } from '@hub/kit/testing/askedAndWritten'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { foreignInvestments } from '../src/models/foreignInvestments.ts'
import { jointVentures } from '../src/models/jointVentures.ts'

const money = (amount: string, currency = 'USD') => ({ amount, unit: 'WAN', currency })

const investment = {
  filingRegime: 'REPORT',
  certificateNo: '商外资演示〔2015〕00001号',
  reportNo: '演示报告-1',
  certificateDate: '2020-05-06',
  authority: '演示市商务局（虚构）',
  establishmentMode: 'NEW',
  totalInvestment: money('700'),
  registeredCapital: money('500.123456'),
  paidInCapital: money('0.1'),
  foreignShare: '51.2500',
  investors: [
    {
      name: '演示香江投资有限公司',
      nameEn: 'Demo Harbour Ltd.',
      country: 'HKG',
      investorType: '20',
      idType: '90',
      idNo: 'BR-000001',
      subscribed: money('256.25'),
      ratio: '51.2500',
      contributions: [
        { modeCode: '1', amount: money('200') },
        { modeCode: '6', amount: money('56.25') },
      ],
      deadline: '2030-12-31',
      fundsOrigin: 'HKG',
    },
    { personName: '乙某', personNameEn: 'Yi Mou', country: 'JPN', idType: '40', idNo: 'TR0000001', ratio: '1.0000' },
    { name: '演示中原实业（虚构）', country: 'CHN', ratio: '47.7500' },
  ],
  ultimateControllers: [
    {
      personName: '丙某',
      country: 'SGP',
      idNo: 'S0000001',
      category: '自然人',
      controlMode: '股权',
      controlDetail: '间接',
    },
  ],
  encouragedItem: '制造业 1',
  encouragedEdition: '2022',
  negativeListItem: '无',
  negativeListEdition: '2021',
  specialEconomicZone: '演示综合保税区',
  freeTradeZoneArea: '演示片区',
  operationFrom: '2020-05-06',
  operationTo: '2050-05-05',
  importDutyFree: { confirmationNo: 'JK-1', confirmedOn: '2020-08-01', quota: money('30'), content: '设备一台' },
  reports: [
    { kind: 'INITIAL', occurredOn: '2020-05-06', viaRegistration: true, submittedOn: '2020-05-06' },
    {
      kind: 'CHANGE',
      occurredOn: '2026-04-01',
      viaRegistration: false,
      submittedOn: '2026-05-06',
      changedItems: ['实际控制人'],
    },
    { kind: 'ANNUAL', occurredOn: '2024-12-31', returned: true },
  ],
  annualFigures: [{ year: 2024, totalAssets: money('9000', 'CNY'), taxPaid: money('12.5', 'CNY'), employees: 88 }],
}

const venture = {
  form: 'COOPERATIVE',
  marketEntityType: '5310',
  marketEntityCodeSet: 'GS14-CA16',
  legalPersonStatus: 'NON_LEGAL_PERSON',
  chineseParties: [{ name: '演示中原机械厂（虚构）', country: 'CHN', shareRatio: '76.0000' }],
  foreignParties: [
    {
      name: 'Demo Precision Ltd.',
      country: 'GBR',
      shareRatio: '20.0000',
      contributions: [{ modeCode: '2', amount: money('100') }],
      schedule: [{ dueOn: '1996-06-30', amount: money('50'), paidOn: '1996-07-15' }],
    },
    { personName: '丁某', country: 'TWN', shareRatio: '4.0000' },
  ],
  contractNo: '演示合同〔1995〕1号',
  approvedOn: '1995-10-10',
  totalInvestment: money('420'),
  registeredCapital: money('200'),
  cooperationTerms: '中方出场地',
  riskSharing: '按合作条件',
  investmentRecovery: '前五年',
  termYears: 30,
  termFrom: '1995-12-01',
  termTo: '2025-11-30',
  board: { kind: 'JOINT_COMMITTEE', chineseMembers: 3, foreignMembers: 2, composition: '五人' },
  transition2024: { notAdjusted: true },
  legacyLaw: '中外合作经营企业法',
}

let underTest: DivisionUnderTest
const database = testDatabase()

beforeAll(async () => {
  underTest = await divisionUnderTest(division, await connectTestDatabase(database))
  const approval = { ...investment, filingRegime: 'APPROVAL', certificateDate: '2015-05-06' }
  await written(underTest, foreignInvestments, { subjectId: 'S1', fields: approval, at: '2021-01-01' })
  await written(underTest, foreignInvestments, { subjectId: 'S1', fields: investment, at: '2022-01-01' })
  await written(underTest, jointVentures, { subjectId: 'S1', fields: venture, at: '2021-01-01' })
})

const ofEnterprise = async (selection: string, variables: Record<string, unknown> = {}) => {
  const { _entities } = await asked(
    underTest,
    `query ($asOf: DateTime) { _entities(representations: [{ __typename: "Enterprise", subjectId: "S1" }]) {
      ... on Enterprise { ${selection} } } }`,
    variables,
  )
  return (_entities as Record<string, unknown>[])[0]
}

describe('foreign-investment records', () => {
  test('answer every part that was reported', async () => {
    const amount = 'amount unit currency'
    const answer = await ofEnterprise(`foreignInvestment(asOf: $asOf) {
      filingRegime certificateNo receiptNo reportNo certificateDate authority establishmentMode foreignShare
      totalInvestment { ${amount} } registeredCapital { ${amount} } paidInCapital { ${amount} }
      investors { name nameEn personName personNameEn country investorType idType idNo subscribed { ${amount} } ratio
        contributions { modeCode amount { ${amount} } } deadline fundsOrigin }
      ultimateControllers { personName country idNo category controlMode controlDetail }
      encouragedItem encouragedEdition negativeListItem negativeListEdition specialEconomicZone freeTradeZoneArea
      operationFrom operationTo importDutyFree { confirmationNo confirmedOn quota { ${amount} } content }
      reports { kind occurredOn viaRegistration submittedOn returned changedItems }
      annualFigures { year totalAssets { ${amount} } taxPaid { ${amount} } employees } }`)
    const { foreignInvestment } = answer as { foreignInvestment: typeof investment }
    expect(withoutNulls(foreignInvestment)).toEqual(investment)
  })

  test('answer what follows: where investors come from, what their ways of contributing are called, which reports are late', async () => {
    const answer = await ofEnterprise(`foreignInvestment(asOf: $asOf) { validFrom validTo
      investors { countryLabel origin contributions { modeName } } ultimateControllers { countryLabel }
      reports { kind dueOn late(on: "2025-06-30") lateNow: late } }`)
    expect(answer).toEqual({
      foreignInvestment: {
        validFrom: '2020-05-06',
        validTo: '2050-05-05',
        investors: [
          { countryLabel: '中国香港', origin: 'HK', contributions: [{ modeName: '货币' }, { modeName: '土地使用权' }] },
          { countryLabel: '日本', origin: 'FOREIGN', contributions: null },
          { countryLabel: '中国', origin: null, contributions: null },
        ],
        ultimateControllers: [{ countryLabel: '新加坡' }],
        reports: [
          { kind: 'INITIAL', dueOn: '2020-05-06', late: false, lateNow: false },
          { kind: 'CHANGE', dueOn: '2026-04-30', late: true, lateNow: true },
          { kind: 'ANNUAL', dueOn: '2025-06-30', late: false, lateNow: true },
        ],
      },
    })
  })

  test('stay one record from approval to report, readable as they stood at any instant', async () => {
    const selection = `foreignInvestment(asOf: $asOf) { version filingRegime history { version filingRegime } }
      jointVenture(asOf: $asOf) { version }`
    const history = [
      { version: 2, filingRegime: 'REPORT' },
      { version: 1, filingRegime: 'APPROVAL' },
    ]
    const jointVenture = { version: 1 }
    expect(await ofEnterprise(selection)).toEqual({ foreignInvestment: { ...history[0], history }, jointVenture })
    expect(await ofEnterprise(selection, { asOf: '2021-06-01T00:00:00Z' })).toEqual({
      foreignInvestment: { ...history[1], history },
      jointVenture,
    })
    expect(await ofEnterprise(selection, { asOf: '2020-06-01T00:00:00Z' })).toEqual({
      foreignInvestment: null,
      jointVenture: null,
    })
  })
})

describe('joint-venture records', () => {
  test('answer every part that was reported', async () => {
    const party = `name personName country shareRatio contributions { modeCode amount { amount unit currency } }
      schedule { dueOn amount { amount unit currency } paidOn }`
    const answer =
      await ofEnterprise(`jointVenture(asOf: $asOf) { form marketEntityType marketEntityCodeSet legalPersonStatus
      chineseParties { ${party} } foreignParties { ${party} } contractNo approvedOn
      totalInvestment { amount unit currency } registeredCapital { amount unit currency }
      cooperationTerms profitSharing investmentRecovery riskSharing termYears termFrom termTo terminatedOn
      board { kind chineseMembers foreignMembers composition } transition2024 { adjustedTo adjustedOn notAdjusted }
      legacyLaw }`)
    expect(withoutNulls((answer as { jointVenture: unknown }).jointVenture)).toEqual(venture)
  })

  test('answer what follows: the ratio of their founding time, missing terms, names of codes', async () => {
    const answer = await ofEnterprise(`jointVenture(asOf: $asOf) { validFrom validTo marketEntityTypeName missingTerms
      ratioCheck { outcome requiredCapital foreignShareMet ruleConfirmed } foreignParties { countryLabel } }`)
    expect(answer).toEqual({
      jointVenture: {
        validFrom: '1995-12-01',
        validTo: '2025-11-30',
        marketEntityTypeName: expect.stringContaining('中外合作'),
        missingTerms: ['PROFIT_SHARING'],
        ratioCheck: { outcome: 'BELOW', requiredCapital: '210.00', foreignShareMet: false, ruleConfirmed: false },
        foreignParties: [{ countryLabel: '英国' }, { countryLabel: '中国台湾' }],
      },
    })
  })
})

/** GraphQL answers null for what was not reported. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  )
}

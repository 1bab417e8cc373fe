import { addDays } from '@hub/schema/calendar/addDays'
import type { DemoRandom } from '../demoRandom.ts'
import { type DemoFamily, type DemoRow, documentNo, subjectColumns } from '../demoRow.ts'

const COUNTRIES = [
  ['HKG', 'HK', '演示香江投资有限公司'],
  ['SGP', 'FOREIGN', '演示狮城控股（虚构）'],
  ['JPN', 'FOREIGN', '演示东瀛精工株式会社（虚构）'],
  ['DEU', 'FOREIGN', 'Demo Maschinenbau GmbH (fictitious)'],
  ['USA', 'FOREIGN', 'Demo Holdings Inc. (fictitious)'],
  ['TWN', 'TW', '演示宝岛实业（虚构）'],
] as const

/** 外商投资企业信息: approval, record or report by the date of the filing, investors, and reports of which some are late. */
export const foreignInvestments: DemoFamily = (random, enterprise) => {
  if (enterprise.trade !== 'FOREIGN' && enterprise.trade !== 'JOINT_VENTURE') return []
  const filedOn = addDays(enterprise.registeredOn, random.int(-20, 40))
  const [country, origin, investorName] = random.pick(COUNTRIES)
  const { currency } = enterprise.capital
  const foreignShare = enterprise.trade === 'FOREIGN' ? 100 : random.int(25, 70)
  const serial = Number(enterprise.uscc.slice(11, 16))
  return [
    {
      ...subjectColumns(enterprise),
      ...filing(filedOn, serial),
      authority: '演示市商务局（虚构）',
      establishmentMode: random.chance(85) ? 'NEW' : 'MERGER',
      totalInvestment: money(Math.round(Number(enterprise.capital.amount) * 1.5), currency),
      registeredCapital: enterprise.capital,
      paidInCapital: money(Math.round(Number(enterprise.capital.amount) * (random.int(20, 100) / 100)), currency),
      foreignShare: `${foreignShare}.0000`,
      investors: [
        {
          name: investorName,
          country,
          origin,
          subscribed: money(Math.round((Number(enterprise.capital.amount) * foreignShare) / 100), currency),
          ratio: `${foreignShare}.0000`,
          contributions: [{ modeCode: '1', amount: money(100, currency) }],
          deadline: addDays(enterprise.registeredOn, 1_825),
          fundsOrigin: country,
        },
      ],
      operationFrom: enterprise.registeredOn,
      operationTo: addDays(enterprise.registeredOn, 365 * random.int(10, 30)),
      reports: reports(random, enterprise.registeredOn, filedOn),
    },
  ]
}

function money(amount: number, currency: string) {
  return { amount: String(amount), unit: 'WAN', currency }
}

/** The regime in force on a day (domain guide 3.6): approval, from 2016-10-01 record, from 2020 report. */
function filing(date: string, serial: number): DemoRow {
  if (date < '2016-10-01') {
    return { filingRegime: 'APPROVAL', certificateNo: documentNo('外资', date, serial), certificateDate: date }
  }
  if (date < '2020-01-01') {
    return { filingRegime: 'RECORD', receiptNo: documentNo('外资备', date, serial), certificateDate: date }
  }
  return { filingRegime: 'REPORT', reportNo: documentNo('外资报', date, serial), certificateDate: date }
}

function reports(random: DemoRandom, registeredOn: string, filedOn: string): DemoRow[] {
  const initial = { kind: 'INITIAL', occurredOn: registeredOn, viaRegistration: true, submittedOn: filedOn }
  if (!random.chance(60)) return [initial]
  const changedOn = addDays(registeredOn, random.int(300, 900))
  // Every third change comes after the 20 working days that the law gives.
  const delay = random.chance(33) ? random.int(45, 120) : random.int(1, 20)
  const change = {
    kind: 'CHANGE',
    occurredOn: changedOn,
    viaRegistration: false,
    submittedOn: addDays(changedOn, delay),
    changedItems: [random.pick(['实际控制人', '特殊经济区域', '进口设备减免税'])],
  }
  return [initial, change]
}

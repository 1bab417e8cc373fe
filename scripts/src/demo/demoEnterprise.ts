import { addDays } from '@hub/schema/calendar/addDays'
import { makeRegNo15, makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import type { DemoRandom } from './demoRandom.ts'

/** What an invented enterprise does; decides which divisions know it. */
export type DemoTrade = 'LIQUOR' | 'FOREIGN' | 'JOINT_VENTURE' | 'RETAIL' | 'MANUFACTURE'

/** An invented enterprise. Its name says that it is invented, its code lies in a range that its place never issued. */
export interface DemoEnterprise {
  uscc: string
  regNo: string
  name: string
  formerName?: string
  renamedOn?: string
  trade: DemoTrade
  isIndividual: boolean
  legalRep: string
  divisionCode: string
  functionalZone?: 'ZHENGDONG' | 'AIRPORT' | 'ECON' | 'HITECH'
  address: string
  registeredOn: string
  existenceStatus: 'EXISTING' | 'REVOKED' | 'DEREGISTERED'
  capital: { amount: string; unit: 'WAN'; currency: string }
}

/** First and last day of the generated world. */
export const DEMO_FROM = '2011-01-01'
export const DEMO_TO = '2026-06-30'

const PLACES = [
  ['410102', '中原区'],
  ['410103', '二七区'],
  ['410104', '管城回族区'],
  ['410105', '金水区'],
  ['410108', '惠济区'],
  ['410122', '中牟县'],
  ['410181', '巩义市'],
  ['410184', '新郑市'],
] as const

const WORDS = ['禾穗', '云岫', '澄怀', '望岳', '听澜', '鹤鸣', '朗润', '沐川', '青梧', '松风', '砚田', '漱石'] as const
const SURNAMES = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'] as const
const BUSINESS: Record<DemoTrade, string> = {
  LIQUOR: '酒业',
  FOREIGN: '电子科技',
  JOINT_VENTURE: '精密机械',
  RETAIL: '商贸',
  MANUFACTURE: '食品制造',
}

/** The invented enterprise of a number, 1 and up. */
export function demoEnterprise(random: DemoRandom, number: number): DemoEnterprise {
  const trade = random.pick(['LIQUOR', 'LIQUOR', 'FOREIGN', 'JOINT_VENTURE', 'RETAIL', 'MANUFACTURE'] as const)
  const isIndividual = trade === 'LIQUOR' && random.chance(20)
  const [divisionCode, place] = random.pick(PLACES)
  const foreign = trade === 'FOREIGN' || trade === 'JOINT_VENTURE'
  const registeredOn = random.date(DEMO_FROM, '2023-12-31')
  const serial = String(number).padStart(4, '0')
  // MA0… codes belong to another province's authorities, so this prefix and range never meet in a real code.
  const uscc = makeUscc({
    category: isIndividual ? '92' : '91',
    authority: '410100',
    organisation: `MA0${String(number).padStart(5, '0')}`,
  })
  const word = random.pick(WORDS)
  const suffix = isIndividual ? '商行' : '有限公司'
  const name = `演示${word}${BUSINESS[trade]}${suffix}（虚构${serial}号）`
  const zone = random.chance(30) ? random.pick(['ZHENGDONG', 'AIRPORT', 'ECON', 'HITECH'] as const) : undefined
  const renamedOn = addDays(registeredOn, random.int(400, 1200))
  return {
    uscc,
    regNo: makeRegNo15(`410100${isIndividual ? 6 : foreign ? 4 : 0}${String(number).padStart(7, '0')}`),
    name,
    ...(random.chance(12) && !isIndividual
      ? { formerName: `演示${random.pick(WORDS)}${BUSINESS[trade]}${suffix}（虚构${serial}号旧名）`, renamedOn }
      : {}),
    trade,
    isIndividual,
    legalRep: `${random.pick(SURNAMES)}某${random.pick(SURNAMES)}`,
    divisionCode,
    ...(zone === undefined ? {} : { functionalZone: zone }),
    address: `郑州市${place}演示路${random.int(1, 300)}号`,
    registeredOn,
    existenceStatus: random.chance(88) ? 'EXISTING' : random.pick(['REVOKED', 'DEREGISTERED'] as const),
    capital: { amount: random.amount(50, 9_000), unit: 'WAN', currency: foreign && random.chance(50) ? 'USD' : 'CNY' },
  }
}

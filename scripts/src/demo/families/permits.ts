import { addDays } from '@hub/schema/calendar/addDays'
import { demoAuthority } from '../demoAuthority.ts'
import { type DemoFamily, documentNo, rows, subjectColumns } from '../demoRow.ts'

const PERMITS = [
  ['成品油零售经营批准证书', '3'],
  ['对外劳务合作经营资格', '3'],
  ['典当经营许可', '1'],
  ['拍卖经营批准', '3'],
] as const

/** 行政许可: decisions with their validity; one in ten has ended. */
export const permits: DemoFamily = (random, enterprise) => {
  if (enterprise.isIndividual || !random.chance(40)) return []
  return rows(random.int(1, 3), (number) => {
    const [certificateName, category] = random.pick(PERMITS)
    const decidedOn = random.date(addDays(enterprise.registeredOn, 20), '2026-06-15')
    const serial = Number(enterprise.uscc.slice(11, 16)) * 10 + number
    return {
      ...subjectColumns(enterprise),
      ...demoAuthority,
      subjectCategory: 'ORGANISATION',
      legalRepName: enterprise.legalRep,
      docName: '准予行政许可决定书',
      docNo: documentNo('商许', decidedOn, serial),
      category,
      certificateName,
      certificateNo: `演示证${serial}`,
      content: `演示：${certificateName}`,
      decidedOn,
      effectiveFrom: decidedOn,
      effectiveUntil: addDays(decidedOn, 5 * 365),
      permitState: random.chance(90) ? '1' : '2',
    }
  })
}

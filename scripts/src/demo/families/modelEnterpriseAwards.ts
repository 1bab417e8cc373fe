import { addDays } from '@hub/schema/calendar/addDays'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** 诚信示范企业评比: one campaign a year, with scores, a publicity period and, rarely, a revocation. */
export const modelEnterpriseAwards: DemoFamily = (random, enterprise) => {
  if (enterprise.isIndividual || !random.chance(12)) return []
  const firstYear = Math.max(2015, Number(enterprise.registeredOn.slice(0, 4)) + 2)
  const year = random.int(firstYear, 2025)
  const publicityFrom = `${year}-09-${String(random.int(10, 28))}`
  const score = random.int(60, 98)
  const revoked = score >= 80 && random.chance(10)
  const grantedOn = `${year}-12-15`
  return [
    {
      ...subjectColumns(enterprise),
      year,
      campaignName: `演示·${year}年度诚信示范企业评比`,
      organiser: '演示市商务局（虚构）',
      totalScore: String(score),
      publicityFrom,
      publicityTo: addDays(publicityFrom, random.chance(90) ? 12 : 3),
      result: score >= 80 ? 'AWARDED' : 'NOT_AWARDED',
      ...(score < 80
        ? {}
        : {
            grantedOn,
            documentNo: documentNo('示范', grantedOn, Number(enterprise.uscc.slice(11, 16))),
            status: revoked ? 'REVOKED' : 'VALID',
          }),
      ...(revoked ? { revocation: { reason: '演示：出现一票否决情形', date: addDays(grantedOn, 400) } } : {}),
    },
  ]
}

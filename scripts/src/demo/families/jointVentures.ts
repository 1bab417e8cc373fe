import { addDays } from '@hub/schema/calendar/addDays'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** 中外合资（合作）经营企业信息: ventures of the time before 2020, some never adjusted when the transition ended. */
export const jointVentures: DemoFamily = (random, enterprise) => {
  if (enterprise.trade !== 'JOINT_VENTURE' || enterprise.registeredOn >= '2020-01-01') return []
  const form = random.chance(70) ? 'EQUITY' : 'COOPERATIVE'
  const { amount, currency } = enterprise.capital
  const foreignRatio = random.int(25, 70)
  const years = random.int(10, 30)
  const adjusted = random.chance(75)
  return [
    {
      ...subjectColumns(enterprise),
      form,
      marketEntityType: form === 'EQUITY' ? '5110' : '5120',
      marketEntityCodeSet: 'GS14-CA16',
      legalPersonStatus: 'LEGAL_PERSON',
      chineseParties: [{ name: '演示中原机械厂（虚构）', country: 'CHN', shareRatio: `${100 - foreignRatio}.0000` }],
      foreignParties: [
        { name: 'Demo Precision Ltd. (fictitious)', country: 'GBR', shareRatio: `${foreignRatio}.0000` },
      ],
      contractNo: documentNo('合同', enterprise.registeredOn, Number(enterprise.uscc.slice(11, 16))),
      approvedOn: addDays(enterprise.registeredOn, -random.int(10, 60)),
      totalInvestment: { amount: String(Math.round(Number(amount) * 1.4)), unit: 'WAN', currency },
      registeredCapital: enterprise.capital,
      ...(form === 'COOPERATIVE'
        ? {
            cooperationTerms: '演示：中方出场地，外方出设备',
            profitSharing: '演示：前五年外方六成',
            riskSharing: '演示：按合作条件分担',
          }
        : {}),
      termYears: years,
      termFrom: enterprise.registeredOn,
      termTo: addDays(enterprise.registeredOn, years * 365),
      transition2024: adjusted
        ? { adjustedTo: '1130', adjustedOn: random.date('2020-01-01', '2024-12-31'), notAdjusted: false }
        : { notAdjusted: true },
      legacyLaw: form === 'EQUITY' ? '中外合资经营企业法' : '中外合作经营企业法',
    },
  ]
}

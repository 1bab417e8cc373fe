import { addDays } from '@hub/schema/calendar/addDays'
import { type DemoFamily, documentNo, rows, subjectColumns } from '../demoRow.ts'

const HONOURS = [
  ['演示·诚信兴商典型', 'MUNICIPAL', '演示市商务局（虚构）'],
  ['演示·商贸流通先进企业', 'BUREAU', '演示市商务局（虚构）'],
  ['演示·外贸创新奖', 'PROVINCIAL', '演示省商务厅（虚构）'],
  ['演示·消费者满意单位', 'MUNICIPAL', '演示市消费者协会（虚构）'],
] as const

/** 企业表彰奖励信息: honours over the years, some revoked, some granted to enterprises that were penalised. */
export const commendations: DemoFamily = (random, enterprise) => {
  if (!random.chance(35)) return []
  return rows(random.int(1, 3), (number) => {
    const [honorName, honorLevel, grantedBy] = random.pick(HONOURS)
    const grantedOn = random.date(addDays(enterprise.registeredOn, 200), '2026-05-31')
    const revoked = random.chance(6)
    return {
      ...subjectColumns(enterprise),
      honorName,
      honorLevel,
      grantedBy,
      category: '经营管理',
      awardObject: 'ENTERPRISE',
      grantedOn,
      year: Number(grantedOn.slice(0, 4)),
      certificateFrom: grantedOn,
      certificateTo: addDays(grantedOn, 3 * 365),
      documentNo: documentNo('表', grantedOn, Number(enterprise.uscc.slice(11, 16)) * 10 + number),
      rewardForm: random.pick(['证书', '奖牌', '通报表扬']),
      status: revoked ? 'REVOKED' : grantedOn < '2023-06-01' ? 'EXPIRED' : 'VALID',
      ...(revoked ? { revocation: { reason: '演示：出现一票否决情形', date: addDays(grantedOn, 300) } } : {}),
    }
  })
}

import { addDays } from '@hub/schema/calendar/addDays'
import { demoAuthority } from '../demoAuthority.ts'
import { type DemoFamily, documentNo, rows, subjectColumns } from '../demoRow.ts'

const OFFENCES = [
  ['未按规定备案', '演示：酒类经营者未在规定期限内办理备案', ['0'], undefined],
  ['未填制随附单', '演示：批发酒类未填制随附单', ['0', '1'], '0.2'],
  ['预付卡资金存管不足', '演示：预收资金存管比例低于规定', ['1'], '3'],
  ['虚假宣传', '演示：对商品质量作虚假宣传', ['1', '2'], '12.5'],
  ['未按期报告投资信息', '演示：逾期未报送变更报告', ['1'], '20'],
] as const

/** 行政处罚: decisions over fifteen years; grades from minor to serious, a few revoked. */
export const penalties: DemoFamily = (random, enterprise) => {
  if (!random.chance(30)) return []
  return rows(random.int(1, 3), (number) => {
    const [offenceType, facts, categories, fine] = random.pick(OFFENCES)
    const decidedOn = random.date(addDays(enterprise.registeredOn, 90), '2026-06-15')
    const serious = fine === '20' || fine === '12.5'
    return {
      ...subjectColumns(enterprise),
      ...demoAuthority,
      subjectCategory: enterprise.isIndividual ? 'INDIVIDUAL_BUSINESS' : 'ORGANISATION',
      legalRepName: enterprise.legalRep,
      docNo: documentNo('商罚', decidedOn, Number(enterprise.uscc.slice(11, 16)) * 10 + number),
      offenceType,
      facts,
      legalBasis: '演示依据第一条',
      categories,
      content: fine === undefined ? '警告' : `罚款 ${fine} 万元`,
      ...(fine === undefined ? {} : { fineAmount: fine }),
      ...(categories.some((category) => category === '2') ? { confiscatedAmount: '1.5' } : {}),
      decidedOn,
      effectiveUntil: addDays(decidedOn, serious ? 3 * 365 : 365),
      publicityEndsOn: addDays(decidedOn, serious ? 3 * 365 : 365),
      grade: fine === undefined ? 'MINOR' : serious ? 'SERIOUS' : 'ORDINARY',
      ...(random.chance(4) ? { revoked: { reason: '演示：复议撤销', date: addDays(decidedOn, 60) } } : {}),
    }
  })
}

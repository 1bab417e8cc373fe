import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { ReadLimits } from '../../exchange/agreements/agreementStore.ts'
import type { AgreementTerms } from '../../exchange/agreements/agreementTerms.ts'
import { agreementOn } from '../../exchange/agreements/exchangeAgreement.ts'
import type { ExchangeStores } from '../../exchange/exchangeStores.ts'
import type { DivisionBehind } from '../../exchange/feed/feedEvent.ts'
import type { DivisionDesks } from '../divisionDesks.ts'
import { type DivisionFigures, qualityReport } from '../quality/qualityReport.ts'
import { COUNTING, monthDecisions, type PublicityFamily } from './monthDecisions.ts'
import { type PublicityCounts, publicityCounts, totalCounts } from './publicityCounts.ts'
import { reportedRecords } from './reportedRecords.ts'

/** Who reports: 单位名称 and 本单位公示网址. */
export interface ReportingUnit {
  readonly name: string
  readonly site: string | undefined
}

/** 双公示工作月报 of guide 5.3; counts are null where the division that keeps the decisions is out. */
export interface PublicityReport {
  /** YYYY-MM. */
  readonly month: string
  readonly unit: string
  readonly site: string | null
  /** The day by which the report is due. */
  readonly dueOn: string | null
  readonly permits: PublicityCounts | null
  readonly penalties: PublicityCounts | null
  readonly total: PublicityCounts | null
  readonly means: readonly string[]
  readonly problems: readonly string[]
  readonly quality: readonly DivisionFigures[]
  readonly behind: readonly DivisionBehind[]
}

export interface PublicitySources {
  readonly desks: Pick<DivisionDesks, 'ask'>
  readonly exchange: Pick<ExchangeStores, 'agreements' | 'deliveries' | 'files'>
  readonly unit: ReportingUnit
}

const families = ['permits', 'penalties'] as const satisfies readonly PublicityFamily[]
/** 报送方式, by the mode of agreements. */
const meansOf: Readonly<Record<AgreementTerms['mode'], string>> = {
  PUSH: '接口推送',
  PULL: '接口查询',
  FILE: '文件',
  FRONT_DATABASE: '前置库',
}

/**
 * Makes the report of a month from what stands when it is asked for; nothing is kept.
 * @throws HubError BAD_USER_INPUT for what is no month, or a month to come
 */
export async function publicityReport(
  { desks, exchange, unit }: PublicitySources,
  month: string,
  { millis, signal }: { readonly millis: number; readonly signal: AbortSignal },
): Promise<PublicityReport> {
  const today = shanghaiDate(new Date())
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month > today.slice(0, 7))
    throw new HubError('BAD_USER_INPUT', '月份应为 YYYY-MM，不晚于本月 / a month is YYYY-MM, and not to come')
  const limits = { maxTimeMS: Math.max(1, Math.round(millis)), signal }
  const count = async (family: PublicityFamily): Promise<PublicityCounts | DivisionBehind> => {
    const decisions = await monthDecisions(desks, family, month, { millis, signal })
    if ('behind' in decisions) return decisions.behind
    const sent = await reportedRecords(exchange, [...decisions.all.keys()], limits)
    return publicityCounts(decisions, sent, today)
  }
  const byFamily = { by: ['FAMILY'], fromMonth: month, toMonth: month } as const
  const [permits, penalties, { figures: quality, behind }, since, means] = await Promise.all([
    count('permits'),
    count('penalties'),
    qualityReport(desks, byFamily, { caller: COUNTING, millis, signal }),
    // Decisions of the month may have come in later.
    qualityReport(desks, { by: ['FAMILY'], fromMonth: month }, { caller: COUNTING, millis, signal }),
    meansIn(exchange, today, limits),
  ])
  const [ofPermits, ofPenalties] = [countedOf(permits), countedOf(penalties)]
  const total = ofPermits && ofPenalties && totalCounts([ofPermits, ofPenalties])
  return {
    month,
    unit: unit.name,
    site: unit.site ?? null,
    dueOn: dutyDeadline('PUBLICITY_MONTHLY_REPORT', `${month}-01`) ?? null,
    permits: ofPermits,
    penalties: ofPenalties,
    total,
    means,
    problems: problemsOf([ofPermits, ofPenalties], since.figures),
    quality,
    behind: onceEach([...behind, ...[permits, penalties].flatMap((one) => ('produced' in one ? [] : [one]))]),
  }
}

const onceEach = (behind: readonly DivisionBehind[]): DivisionBehind[] => [
  ...new Map(behind.map((one) => [one.division, one])).values(),
]

const countedOf = (counted: PublicityCounts | DivisionBehind): PublicityCounts | null =>
  'produced' in counted ? counted : null

/** How decisions go out, by the agreements that are in force and cover any. */
async function meansIn(
  { agreements }: Pick<ExchangeStores, 'agreements'>,
  today: string,
  limits: ReadLimits,
): Promise<string[]> {
  const found = new Set<string>()
  for (const id of await agreements.ids(limits)) {
    const agreement = agreementOn(await agreements.versionsOf(id, limits), today)
    const isCovered = agreement?.terms.items.some(({ family }) => families.some((one) => one === family))
    if (agreement?.standing === 'IN_FORCE' && isCovered) found.add(meansOf[agreement.terms.mode])
  }
  return [...found].sort()
}

/** What of the month's reporting needs somebody. */
function problemsOf(counts: readonly (PublicityCounts | null)[], quality: readonly DivisionFigures[]): string[] {
  const ofFamilies = quality.filter(({ family }) => families.some((one) => one === family))
  const sum = (of: (one: DivisionFigures) => number): number => ofFamilies.reduce((total, one) => total + of(one), 0)
  const known = counts.flatMap((one) => one ?? [])
  const withoutBasis = known.flatMap(({ unreportedBases }) => unreportedBases.filter(({ code }) => code === 'NONE'))
  const found: readonly (readonly [string, number])[] = [
    ['逾期未报送', withoutBasis.reduce((total, { count }) => total + count, 0)],
    ['已报送而未入库', known.reduce((total, { reported, stored }) => total + reported - stored, 0)],
    ['疑问数据待处理', sum(({ doubts }) => doubts.pending + doubts.modified)],
    ['未关联数据待处理', sum(({ unlinked }) => unlinked.pending + unlinked.modified)],
    ['迟于上报期限', sum(({ duties }) => duties.doneLate + duties.overdue)],
  ]
  const told = found.flatMap(([what, count]) => (count > 0 ? [`${what} ${count}`] : []))
  return counts.some((one) => one === null) ? ['处室未应答，数量未计', ...told] : told
}

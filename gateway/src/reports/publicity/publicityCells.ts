import type { XlsxSheet } from '../../exchange/files/formats/xlsxBytes.ts'
import type { DivisionFigures } from '../quality/qualityReport.ts'
import type { PublicityCounts } from './publicityCounts.ts'
import type { PublicityReport } from './publicityReport.ts'

interface CountCell {
  readonly heading: string
  /** By what rule the cell is filled. */
  readonly rule: string
  readonly value: (counts: PublicityCounts) => string | number
}

/** Cells of one family of decisions, in the order of the template of guide 5.3 (苏州市双公示工作数据统计表 [S14]). */
const countCells: readonly CountCell[] = [
  {
    heading: '产生数量',
    rule: '决定日期在当月、有效在册或已修复的记录；撤回的不计，待处理的疑问与未关联数据列入存在问题',
    value: ({ produced }) => produced,
  },
  { heading: '本单位公示数量', rule: '其中社会公开可查的', value: ({ published }) => published },
  { heading: '报送数量', rule: '其中按任一共享协议（推送、前置库、文件）报出过的', value: ({ reported }) => reported },
  { heading: '未报送数量', rule: '产生数量 − 报送数量', value: ({ unreported }) => unreported },
  {
    heading: '未报送依据',
    rule: '代码集 unreported-bases：依法不共享；上报期限（7 个工作日）未到；其余为无依据',
    value: ({ unreportedBases }) =>
      unreportedBases
        .map(({ name, document, count }) => `${name}${document ? `（${document}）` : ''} ${count}`)
        .join('；'),
  },
  { heading: '有效入库数', rule: '其中接收单位回执接收（入库）的', value: ({ stored }) => stored },
  {
    heading: '市级网站公示数量',
    rule: '由市信用平台提供，枢纽不推算；未提供的为空',
    value: ({ cityPublished }) => cityPublished ?? '',
  },
]

const shares = [
  ['合规率', 'compliantRate'],
  ['迟报率', 'lateRate'],
  ['漏报率', 'missedRate'],
  ['时效性', 'timelyRate'],
  ['关联率', 'linkedRate'],
  ['入库率', 'storedRate'],
  ['疑问修改率', 'modifiedRate'],
  ['疑问处理率', 'processedRate'],
  ['疑问忽略率', 'ignoredRate'],
] as const

/** The report as sheets: the template's one line, the quality figures of guide 5.4, and the rule of every cell. */
export function publicitySheets(report: PublicityReport, nameOf: (division: string) => string): XlsxSheet[] {
  const { month, unit, site, dueOn, means, problems, quality } = report
  const groups = [
    ['行政许可', report.permits],
    ['行政处罚', report.penalties],
    ['合计', report.total],
  ] as const
  const counted = groups.flatMap(([group, counts]) =>
    countCells.map((cell) => ({
      heading: `${group}${cell.heading}`,
      value: counts === null ? '' : cell.value(counts),
    })),
  )
  const line = [
    { heading: '月份', value: month },
    { heading: '单位名称', value: unit },
    { heading: '本单位公示网址', value: site ?? '' },
    ...counted,
    { heading: '报送方式', value: means.join('、') },
    { heading: '报送存在问题情况', value: problems.join('；') },
    { heading: '应报日期', value: dueOn ?? '' },
  ]
  return [
    { name: '双公示月报', lines: [line.map(({ heading }) => heading), line.map(({ value }) => value)] },
    { name: '数据质量', lines: qualityLines(quality, nameOf) },
    { name: '口径', lines: [['项目', '口径'], ...countCells.map(({ heading, rule }) => [heading, rule])] },
  ]
}

function qualityLines(
  quality: readonly DivisionFigures[],
  nameOf: (division: string) => string,
): (string | number)[][] {
  const heads = [
    '处室',
    '记录类别',
    '上报',
    '归集',
    '入库',
    '疑问',
    '疑问待处理',
    '未关联',
    ...shares.map(([zh]) => zh),
  ]
  return [
    heads,
    ...quality.map((one) => [
      nameOf(one.division),
      one.family ?? '',
      one.submitted,
      one.collected,
      one.stored,
      one.doubts.total,
      one.doubts.pending + one.doubts.modified,
      one.unlinked.total,
      ...shares.map(([, name]) => one[name]?.value ?? ''),
    ]),
  ]
}

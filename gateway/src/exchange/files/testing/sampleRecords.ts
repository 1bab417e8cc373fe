import type { ExportedRecord } from '../national/nationalCell.ts'

/** Who reports in tests. */
export const reporter = { name: '虚构市商务局', uscc: '11410100005184400A', localCode: '410100' }

/** The day of the report in tests. */
export const DAY = '2026-04-20'

/** Invented decisions, with all that files find hard: markup, quotes, line ends, formulas, lists, amounts. */
export const penalty: ExportedRecord = {
  __typename: 'AdministrativePenalty',
  recordId: 'p1',
  version: 1,
  recordedAt: '2026-04-02T01:02:03.000Z',
  subjectName: '虚构甲酒业有限公司',
  subjectCategory: 'ORGANISATION',
  subjectUscc: '91410100MA9EXAMP0X',
  legalRepName: '演示人',
  docNo: '虚商罚〔2026〕1号',
  offenceType: '未按规定备案 & 未建台账 <酒类>',
  facts: '当事人于2026年3月"连续"销售，\n未建立台账；\t见附件',
  legalBasis: '=《虚构办法》第二十七条',
  categories: ['0', '1', '2'],
  content: '警告，并处罚款',
  fineAmount: '0.200000',
  confiscatedAmount: '12.5',
  decidedOn: '2026-04-01',
  publicityEndsOn: '2027-04-01',
  authority: '虚构市商务局',
  authorityUscc: '11410100005184400A',
}

export const permit: ExportedRecord = {
  __typename: 'AdministrativePermit',
  recordId: 'k1',
  version: 2,
  recordedAt: '2026-04-02T01:02:03.000Z',
  subjectName: '虚构乙商贸行',
  subjectCategory: 'INDIVIDUAL_BUSINESS',
  subjectRegNo: '410105600000012',
  docName: '准予许可决定书',
  docNo: '虚商许〔2026〕7号',
  category: '0',
  content: '从事虚构经营',
  decidedOn: '2026-04-01',
  effectiveUntil: '2029-03-31',
  authority: '虚构市商务局',
  authorityUscc: '11410100005184400A',
}

import fc from 'fast-check'

/** Subjects that the test's index knows, and one that it does not. */
export const KNOWN_SUBJECTS = ['虚构甲酒业有限公司', '虚构乙酒业有限公司']
const subjectName = fc.constantFrom(...KNOWN_SUBJECTS, '虚构未知有限公司')
const date = fc.constantFrom('2024-01-05', '2024/1/6', '20240107', '昨天', '')

/** Rows for `sampleImporter`, good ones and every kind of bad one, with many repetitions. */
export const importedRows = fc.array(
  fc.record(
    {
      noteNo: fc.constantFrom('甲1', '甲2', '乙1', '乙2', ''),
      title: fc.constantFrom('样例', '标题', '一个超过二十个字符而不能入库的很长很长的标题'),
      issuedOn: date,
      endedOn: fc.constantFrom('2024-02-01', '2020-01-01'),
      kind: fc.constantFrom('普通', 'SPECIAL', '没有的'),
      fee: fc.constantFrom('1,000', '1.5', '很多'),
      subjectName,
    },
    { requiredKeys: ['noteNo', 'issuedOn', 'subjectName'] },
  ),
  { minLength: 1, maxLength: 14 },
)

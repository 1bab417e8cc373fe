import { describe, expect, test } from 'vitest'
import { sampleImporter } from '../../testing/sampleImport.ts'
import { judgeRow } from './judgeRow.ts'

const rules = sampleImporter.rulesOn('2026-11-24')
const judge = (cells: Record<string, unknown>) => judgeRow({ line: 7, cells }, sampleImporter, rules, '2026-11-24')

const GOOD = {
  文书号: '甲1',
  标题: '样例',
  签发日期: '2024/1/5',
  企业名称: '虚构酒业有限公司',
  统一社会信用代码: '91410100MA0000015B',
}

describe('judgeRow', () => {
  test('reads Chinese headings, schema names, national codes and further spellings alike', () => {
    const { fields, faults, identity } = judge(GOOD)
    expect(faults).toEqual([])
    expect(fields).toEqual({ noteNo: '甲1', title: '样例', issuedOn: '2024-01-05' })
    expect(identity).toEqual({
      identifiers: [{ kind: 'USCC', value: '91410100MA0000015B' }],
      name: '虚构酒业有限公司',
      on: '2024-01-05',
    })
    const { 文书号: no, 标题: title, 签发日期: date, ...subject } = GOOD
    expect(judge({ 编号: no, yl_bt: title, issuedOn: date, ...subject }).fields).toEqual(fields)
  })

  test('takes choices by label, schema value and the division’s own spelling', () => {
    for (const [written, stored] of [
      ['普通', 'PLAIN'],
      ['plain', 'PLAIN'],
      ['特别', 'SPECIAL'],
      ['罕见', 'SPECIAL'],
    ]) {
      expect(judge({ ...GOOD, 种类: written }).fields.kind).toBe(stored)
    }
  })

  test('reads inner fields by their own headings', () => {
    expect(judge({ ...GOOD, 地点·街道: '虚构路', 'place.since': '2020-1-1' }).fields.place).toEqual({
      street: '虚构路',
      since: '2020-01-01',
    })
  })

  test('keeps the text of what was changed, not understood, of no known column, or says only whom the row is about', () => {
    const { reading } = judge({ ...GOOD, '费用（万元）': '１,０００', 备用: '随便', 份数: '' })
    expect(reading.values.fee).toBe('1000')
    expect(reading.raw).toEqual({
      签发日期: '2024/1/5',
      '费用（万元）': '１,０００',
      备用: '随便',
      企业名称: '虚构酒业有限公司',
      统一社会信用代码: '91410100MA0000015B',
    })
  })

  test('tells each fault once, with field, rule, document and words', () => {
    const { faults } = judge({ ...GOOD, 签发日期: '昨天', 企业名称: '', 终止日期: '2023-01-01' })
    expect(faults).toEqual([
      { field: 'issuedOn', rule: 'date', document: 'GB-T-39445-2020', message: '应为实际存在的日期，得到“昨天”' },
      {
        field: 'subjectName',
        rule: 'required.subjectName',
        document: 'GB-T-39445-2020',
        message: '缺少企业（主体）名称',
      },
    ])
    expect(judge({ ...GOOD, 终止日期: '2023-01-01' }).faults.map(({ rule }) => rule)).toEqual(['ended-after-issued'])
  })

  test('two columns for one field must agree', () => {
    expect(judge({ ...GOOD, 编号: '甲1' }).faults).toEqual([])
    expect(judge({ ...GOOD, 编号: '乙2' }).faults.map(({ rule }) => rule)).toEqual(['contradiction'])
  })

  test('warnings do not hold a row back; a fault of the file does', () => {
    const { 标题: _, ...untitled } = GOOD
    expect(judge(untitled)).toMatchObject({ faults: [], warnings: [{ rule: 'title-stated', field: 'title' }] })
    const broken = judgeRow({ line: 1, cells: GOOD, fault: '该行残缺' }, sampleImporter, rules, '2026-11-24')
    expect(broken.faults.map(({ rule, message }) => [rule, message])).toEqual([['row', '该行残缺']])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importedRows } from '../../testing/importedRows.ts'
import { sampleImporter } from '../../testing/sampleImport.ts'
import { judgeRow } from '../rows/judgeRow.ts'
import { saysTheSame } from '../rows/saysTheSame.ts'
import { formCells } from './formCells.ts'
import { formHeadings } from './formHeadings.ts'

const { plan } = sampleImporter
const shown = (cells: Record<string, unknown>) => formCells(cells, plan)
const rules = sampleImporter.rulesOn('2026-11-24')
const judged = (cells: Record<string, unknown>) => {
  const { fields, faults, warnings, identity } = judgeRow({ line: 1, cells }, sampleImporter, rules, '2026-11-24')
  return { fields, faults, warnings, identity }
}

describe('formCells', () => {
  test('shows schema names, national codes and further spellings under the headings of the form', () => {
    const cells = { noteNo: '甲1', yl_bt: '样例', issuedOn: '昨天', subjectName: '虚构甲', 备用: '留', fee: '' }
    expect(shown(cells)).toEqual({ 文书号: '甲1', 标题: '样例', 签发日期: '昨天', 企业名称: '虚构甲', 备用: '留' })
  })

  test('keeps the headings of two columns for one field apart', () => {
    expect(shown({ 编号: '甲1', noteNo: '乙2' })).toEqual({ 文书号: '甲1', noteNo: '乙2' })
    expect(shown({ 编号: '甲1', 文书号: '乙2' })).toEqual({ 编号: '甲1', 文书号: '乙2' })
  })

  test('spreads a nested value over its headings, unless the form has none for a part of it', () => {
    expect(shown({ place: { street: '虚构路', since: '' } })).toEqual({ 地点·街道: '虚构路' })
    expect(shown({ place: { street: '虚构路', door: 3 } })).toEqual({ 地点: { street: '虚构路', door: 3 } })
  })

  test('changes nothing of what a row says: rows are read as before, and their cells all have a place in the form', () => {
    fc.assert(
      fc.property(importedRows, (rows) => {
        for (const row of rows) {
          expect(judged(shown(row))).toEqual(judged(row))
          expect(saysTheSame(shown(row), row, plan)).toBe(true)
          expect(Object.keys(shown(row)).filter((heading) => !formHeadings(plan).includes(heading))).toEqual([])
        }
      }),
    )
  })
})

test('saysTheSame compares words, not headings, order, empty cells or the apostrophe of a spreadsheet', () => {
  const row = { noteNo: '=甲1', copies: 3, place: { street: '虚构路' } }
  const returned = { 签发日期: '', 份数: '3', 地点·街道: '虚构路', 文书号: "'=甲1" }
  expect(saysTheSame(row, returned, plan)).toBe(true)
  expect(saysTheSame(row, { ...returned, 签发日期: '2024-01-05' }, plan)).toBe(false)
  expect(saysTheSame(row, { ...returned, 份数: '4' }, plan)).toBe(false)
})

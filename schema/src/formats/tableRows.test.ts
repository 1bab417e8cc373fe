import { describe, expect, it } from 'vitest'
import { halfKnown } from './headingRule.ts'
import type { RawRow } from './rawRow.ts'
import { TableRows } from './tableRows.ts'

const KNOWN = new Set([
  '企业名称',
  '统一社会信用代码',
  '行政相对人代码_1',
  '行政相对人代码_2',
  '文号',
  '名称',
  '处罚机关名称',
])
const rule = halfKnown((text) => KNOWN.has(text))

function cellsOf(...lines: string[][]): unknown[] {
  const table = new TableRows(rule)
  const rows = lines.map((cells, index) => table.take({ line: index + 1, cells }))
  return rows.filter((row): row is RawRow => row !== undefined).map(({ cells }) => ({ ...cells }))
}

describe('TableRows', () => {
  it('finds the headings below titles, leaves out blank lines and trailing sums', () => {
    const table = new TableRows(rule)
    const lines = [
      ['行政处罚信息表'],
      ['', '单位：万元'],
      ['企业名称', '文号'],
      ['', ' '],
      ['甲', '1'],
      ['合 计', '１，２００．００'],
    ]
    const rows = lines.map((cells, index) => table.take({ line: index + 1, cells }))
    expect(rows).toEqual([...Array(4).fill(undefined), { line: 5, cells: { 企业名称: '甲', 文号: '1' } }, undefined])
  })

  it('takes a record for a record, though its name begins like a sum', () => {
    expect(cellsOf(['企业名称', '文号'], ['合计', '郑商罚1号'], ['总计科技公司', '2'], ['小计：3条', ''])).toEqual([
      { 企业名称: '合计', 文号: '郑商罚1号' },
      { 企业名称: '总计科技公司', 文号: '2' },
    ])
  })

  it('joins headings whose cells were merged: the upper line found first', () => {
    expect(cellsOf(['企业名称', '行政相对人代码', '', '文号'], ['', '_1', '_2', ''], ['甲', 'A', 'B', '1'])).toEqual([
      { 企业名称: '甲', 行政相对人代码_1: 'A', 行政相对人代码_2: 'B', 文号: '1' },
    ])
  })

  it('joins headings whose cells were merged: only the lower line has enough of them', () => {
    expect(
      cellsOf(
        ['表一'],
        ['序号', '企业名称', '代码', '', '处罚机关', ''],
        ['', '', '统一社会信用代码', '文号', '名称', ''],
        ['1', '甲', 'A', '2', '市商务局', ''],
      ),
    ).toEqual([{ 序号: '1', 企业名称: '甲', 统一社会信用代码: 'A', 文号: '2', 处罚机关名称: '市商务局' }])
  })

  it('keeps what stands in columns without name and beyond the headings', () => {
    const table = new TableRows(rule)
    table.take({ line: 1, cells: ['企业名称', '', '文号'] })
    const row = table.take({ line: 2, cells: ['甲', '乙', '1', '', 'x'], fault: '坏' })
    expect(row).toEqual({
      line: 2,
      cells: { 企业名称: '甲', '第 2 列': '乙', 文号: '1', 多出的列: 'x' },
      fault: '坏；该行比表头多 1 列',
    })
  })

  it('makes a list of different texts under one heading twice', () => {
    expect(cellsOf(['企业名称', '文号', '文号'], ['甲', '1', '1'], ['乙', '1', '2'], ['丙', '', '2'])).toEqual([
      { 企业名称: '甲', 文号: '1' },
      { 企业名称: '乙', 文号: ['1', '2'] },
      { 企业名称: '丙', 文号: '2' },
    ])
  })

  it('gives up after so many lines', () => {
    const table = new TableRows(rule)
    for (let line = 1; line <= 20; line++) {
      expect(table.isHopeless).toBe(false)
      table.take({ line, cells: ['x', 'y', '企业名称'] })
    }
    expect([table.isHopeless, table.hasHeadings]).toEqual([true, false])
  })
})

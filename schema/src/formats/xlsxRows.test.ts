import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { chunked, readAll, refusal } from './testing/importFiles.ts'
import { textWorkbook, type WorkbookPlan, workbookFile, workbookParts } from './testing/workbookFile.ts'
import { type ZipPart, zipped } from './testing/zipped.ts'

const HEADINGS = new Set(['企业名称', '文号', '处罚决定日期', '罚款金额', '统一社会信用代码', '工商注册号'])
const isHeading = (text: string): boolean => HEADINGS.has(text)
const read = (file: Uint8Array, size?: number) => readAll(chunked(file, size), isHeading)
const refused = (file: Uint8Array) => refusal(read(file))

const LINES = [
  ['企业名称', '文号'],
  ['甲公司', '郑商罚1号'],
]
const CELLS = { 企业名称: '甲公司', 文号: '郑商罚1号' }
const HEAD = '<row r="1"><c r="A1" t="str"><v>企业名称</v></c><c r="B1" t="str"><v>文号</v></c></row>'

/** The row below the headings 企业名称 and 文号 whose second cell is given in XML. */
async function secondCell(cell: string, plan: Partial<WorkbookPlan> = {}) {
  const rows = `${HEAD}<row r="2"><c r="A2" t="str"><v>甲</v></c>${cell}</row>`
  const [row] = await read(workbookFile({ sheets: [{ name: '表', rows }], ...plan }))
  return { ...row, text: row?.cells.文号 }
}

const parts = (plan: Partial<WorkbookPlan> = {}): ZipPart[] =>
  workbookParts({ sheets: [{ name: '表', rows: HEAD }], ...plan })
const withPart = (name: string, change: Partial<ZipPart>): Uint8Array =>
  zipped(parts().map((part) => (part.name === name ? { ...part, ...change } : part)))

describe('xlsxRows', () => {
  it('reads the rows of a sheet, in chunks of any size, with the numbers of its lines', async () => {
    const file = textWorkbook([['行政处罚信息表'], [], ...LINES, ['', ' '], ['合计', '']])
    for (const size of [1, 1000, 1_000_000]) expect(await read(file, size)).toEqual([{ line: 4, cells: CELLS }])
  })

  it('reads rich text without readings, escapes, CDATA, inline and stored texts', async () => {
    const strings = ['<r><t>甲</t></r><r><t xml:space="preserve"> 公司</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>']
    const { text } = await secondCell('<c r="B2" t="s"><v>0</v></c>', { strings })
    expect(text).toBe('甲 公司')
    expect((await secondCell('<c r="B2" t="inlineStr"><is><t>a_x000A_b_x005F_c</t></is></c>')).text).toBe('a\nb_c')
    expect((await secondCell('<c r="B2" t="str"><v><![CDATA[a<b]]></v></c>')).text).toBe('a<b')
    expect((await secondCell('<c r="B2" t="b"><v>1</v></c>')).text).toBe('TRUE')
    expect((await secondCell('<c r="B2" t="d"><v>2024-01-05T00:00:00</v></c>')).text).toBe('2024-01-05')
    expect((await secondCell('<c t="str"><v>无名</v></c>')).text).toBe('无名')
  })

  it.each([
    [14, '45296', false, '2024-01-05'],
    ['yyyy"年"m"月"d"日"', '45296', false, '2024-01-05'],
    ['[$-804]yyyy/m/d h:mm', '45296.5', false, '2024-01-05 12:00:00'],
    [14, '43834', true, '2024-01-05'],
    [31, '45296', false, '2024-01-05'],
    [0, '45296', false, '45296'],
    ['#,##0.00_);[Red](#,##0.00)', '1234567.5', false, '1234567.5'],
    ['"第"0"年"', '3', false, '3'],
    ['000000', '371', false, '000371'],
    [10, '0.255', false, '25.5%'],
    [0, '0.30000000000000004', false, '0.3'],
    [0, '1.5E-3', false, '0.0015'],
    [0, '410100000012345', false, '410100000012345'],
  ])('shows a number of format %s as its user sees it: %s', async (format, value, countsFrom1904, text) => {
    const cell = `<c r="B2" s="1"><v>${value}</v></c>`
    const row = await secondCell(cell, { formats: [format], countsFrom1904 })
    expect([row.text, row.fault]).toEqual([text, undefined])
  })

  it.each([
    ['an error', '<c r="B2" t="e"><v>#N/A</v></c>', {}, '单元格 B2 是错误值 #N/A'],
    ['a formula without result', '<c r="B2"><f>A2</f></c>', {}, '单元格 B2 是没有计算结果的公式'],
    ['lost digits', '<c r="B2"><v>4.1010019900101002E+17</v></c>', {}, /^单元格 B2 是超过 15 位的数/],
    ['a day or an amount', '<c r="B2"><v>45000</v></c>', { countsFrom1904: true }, /^单元格 B2 是 1904 日期系统中/],
    [
      'a date beyond the calendar',
      '<c r="B2" s="1"><v>99999999</v></c>',
      { formats: [14] },
      '单元格 B2 的日期超出范围',
    ],
    ['no shared string', '<c r="B2" t="s"><v>7</v></c>', {}, '单元格 B2 引用了不存在的共享字符串'],
    ['no number', '<c r="B2"><v>abc</v></c>', {}, '单元格 B2 不是数'],
  ])('doubts a row with %s', async (_, cell, plan, fault) => {
    expect((await secondCell(cell, plan)).fault).toMatch(fault)
  })

  it('takes the result that a formula has, with a remark', async () => {
    const row = await secondCell('<c r="B2" t="str"><f>HYPERLINK("http://127.0.0.1","x")</f><v>1号</v></c>')
    expect(row).toMatchObject({ text: '1号', remarks: ['公式单元格取其已有的计算结果：B2'] })
    expect(row.fault).toBeUndefined()
    expect((await secondCell('<c r="B2" t="str"><f>""</f><v></v></c>')).fault).toBeUndefined()
  })

  it('joins merged headings and reads cells by their names', async () => {
    const file = textWorkbook([
      ['企业名称', '相对人代码', '', '', '文号'],
      ['', '统一社会信用代码', '工商注册号', '', ''],
      ['甲', 'A', 'B', '', '1'],
    ])
    expect((await read(file))[0]?.cells).toEqual({ 企业名称: '甲', 统一社会信用代码: 'A', 工商注册号: 'B', 文号: '1' })
  })

  it('reads the visible sheet that has rows of the family', async () => {
    const rows = `${HEAD}<row r="2"><c r="A2" t="str"><v>甲公司</v></c><c r="B2" t="str"><v>郑商罚1号</v></c></row>`
    const sheet = (name: string, more: object) => ({ name, rows, ...more })
    const sheets = [
      sheet('说明', { rows: '<row r="1"><c r="A1" t="str"><v>填表说明</v></c></row>' }),
      sheet('模板', { rows: HEAD }),
      sheet('藏', { state: 'hidden' }),
      sheet('数据', {}),
    ]
    expect(await read(workbookFile({ sheets }))).toEqual([{ line: 2, cells: CELLS }])
    expect(await refused(workbookFile({ sheets: [...sheets, sheet('二月', {})] }))).toMatch(
      /“数据”、“二月”.*请分成几个文件/,
    )
    expect(await refused(workbookFile({ sheets: sheets.slice(0, 1) }))).toMatch(/^没有一个可见的工作表/)
  })

  it('has no rows in a sheet of headings', async () => {
    expect(await read(zipped(parts()))).toEqual([])
  })

  it('contains styled blank cells far to the right, and refuses texts there', async () => {
    expect((await secondCell('<c r="XFD2" s="0"/>')).cells).toEqual({ 企业名称: '甲', 文号: '' })
    await expect(secondCell('<c r="XFD2" t="str"><v>x</v></c>')).rejects.toThrow('列数超过 500')
  })

  const cell = (text: string) => `<c r="B2" t="inlineStr"><is><t>${text}</t></is></c>`
  it.each([
    ['a text longer than cells are', cell('x'.repeat(40_000)), '有单元格的文字超过 32767 个字符'],
    ['a row of long texts', cell('x'.repeat(32_000)).repeat(40), '第 2 行的文字超过 1000000 个字符'],
    ['a cell that is none', '<c r="BBBB2"><v>1</v></c>', /不是单元格$/],
    ['elements too deep', '<x>'.repeat(100), 'XML 元素嵌套超过 32 层'],
  ])('refuses %s', async (_, content, reason) => {
    await expect(secondCell(content)).rejects.toThrow(reason)
  })

  const sheet = 'xl/worksheets/sheet1.xml'
  const dense = Buffer.concat([Buffer.from('<w>'), Buffer.alloc(20_000_000, `<x x="${'x'.repeat(5000)}"/>`)])
  const spaces = Buffer.alloc(3_000_000, ' ')
  const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  it.each([
    ['a bomb', () => withPart(sheet, { content: '', deflated: deflateRawSync(dense) }), /^XLSX 的压缩比超过 200 倍/],
    [
      'strings without end',
      () => withPart('xl/sharedStrings.xml', { content: spaces }),
      /^XML 中有一段文字、标签或注释超过/,
    ],
    ['a part larger than declared', () => withPart(sheet, { declaredSize: 10 }), /与目录不符$/],
    ['a part that was changed', () => withPart(sheet, { sum: 1 }), /与目录不符$/],
    ['an encrypted part', () => withPart(sheet, { encrypted: true }), '文件已加密，请取消密码后再导入'],
    ['another compression', () => withPart(sheet, { method: 14 }), /^XLSX 的压缩方法（14）/],
    ['broken compression', () => withPart(sheet, { deflated: Buffer.from('garbage') }), 'XLSX 已损坏或不完整'],
    ['an entity', () => withPart(sheet, { content: '<!DOCTYPE w [<!ENTITY a "b">]><w/>' }), /DOCTYPE/],
    ['a sheet cut short', () => withPart(sheet, { content: `<w><sheetData>${HEAD}` }), /^XML 不完整/],
    ['a missing sheet', () => zipped(parts().filter(({ name }) => name !== sheet)), `XLSX 中缺少 ${sheet}`],
    ['a part given twice', () => zipped([...parts(), ...parts()]), /出现两次$/],
    ['a file cut short', () => zipped(parts()).subarray(0, 1000), 'XLSX 已损坏或不完整'],
    ['a name that leads outside', () => zipped([{ name: '../x', content: '' }]), 'XLSX 已损坏或不完整'],
    [
      'too many parts',
      () => zipped(Array.from({ length: 2_001 }, (_, n) => ({ name: `${n}`, content: '', stored: true }))),
      'XLSX 中的文件过多',
    ],
    ['an empty archive', () => zipped([]), /^压缩包中没有 Excel 工作簿/],
    ['a zipped CSV', () => zipped([{ name: 'a.csv', content: '企业名称' }]), /^压缩包中没有 Excel 工作簿/],
    ['ODS', () => zipped([{ name: 'content.xml', content: '<x/>' }]), /^ODS/],
    ['XLS or encrypted XLSX', () => Buffer.concat([ole, Buffer.alloc(600)]), /^旧式 XLS 文件和加密的 Excel/],
  ])('refuses %s', async (_, file, reason) => {
    expect(await refused(file())).toMatch(reason)
  })
})

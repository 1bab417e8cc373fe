import { describe, expect, it } from 'vitest'
import { gb18030 } from './testing/gb18030.ts'
import { chunked, readAll, refusal } from './testing/importFiles.ts'

const HEADINGS = new Set(['CF_WSH', 'CF_XDR_MC', 'CF_NR', '企业名称', '统一社会信用代码'])
const isHeading = (text: string): boolean => HEADINGS.has(text)
const read = (content: string | Uint8Array, size?: number) => readAll(chunked(content, size), isHeading)
const refused = (content: string | Uint8Array) => refusal(read(content))

const ROW = '<ROW><CF_WSH>郑商罚〔2024〕1号</CF_WSH><CF_XDR_MC>甲公司</CF_XDR_MC></ROW>'
const CELLS = { CF_WSH: '郑商罚〔2024〕1号', CF_XDR_MC: '甲公司' }

describe('xmlRows', () => {
  it('reads the rows of the national form, each with its line', async () => {
    const rows = await read(`<?xml version="1.0" encoding="UTF-8"?>\n<ROWDATA>\n${ROW}\n${ROW}\n</ROWDATA>\n`)
    expect(rows).toEqual([
      { line: 3, cells: CELLS },
      { line: 4, cells: CELLS },
    ])
  })

  it('reads rows whatever they and what is around them are called, with prefixes, headers and footers', async () => {
    const rows = await read(
      `<x:data xmlns:x="urn:x"><x:HEAD><x:SENDER>商务局</x:SENDER><x:COUNT>1</x:COUNT></x:HEAD>
       <x:list><x:记录><x:企业名称>甲公司</x:企业名称><x:统一社会信用代码/></x:记录></x:list>
       <x:FOOT><x:SUM>1</x:SUM></x:FOOT></x:data>`,
    )
    expect(rows).toEqual([{ line: 2, cells: { 企业名称: '甲公司', 统一社会信用代码: '' } }])
  })

  it('reads one record that is the whole document', async () => {
    expect(await read('<CF><CF_WSH>1</CF_WSH><BZ><![CDATA[a<b]]> &amp; c</BZ></CF>')).toEqual([
      { line: 1, cells: { CF_WSH: '1', BZ: 'a<b & c' } },
    ])
  })

  it('makes a list of an item that comes several times', async () => {
    const [row] = await read('<R><ROW><CF_WSH>1</CF_WSH><CF_NR>罚款</CF_NR><CF_NR>没收</CF_NR></ROW></R>')
    expect(row?.cells.CF_NR).toEqual(['罚款', '没收'])
  })

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['GBK', gb18030],
    ['GB18030', gb18030],
    ['gb2312', gb18030],
  ])('reads %s as declared, in chunks of any size', async (name, encode) => {
    const content = encode(`<?xml version="1.0" encoding="${name}"?><ROWDATA>${ROW}</ROWDATA>`)
    for (const size of [1, 7, 100_000]) expect(await read(content, size)).toEqual([{ line: 1, cells: CELLS }])
  })

  it('believes the bytes where the declaration is wrong', async () => {
    const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?><ROWDATA>${ROW}</ROWDATA>`
    expect(await read(Buffer.from(declared('GBK')))).toEqual([{ line: 1, cells: CELLS }])
    expect(await read(gb18030(declared('UTF-8')))).toEqual([{ line: 1, cells: CELLS }])
  })

  it('loses no row that is malformed: it comes with a fault', async () => {
    const rows = await read(
      `<R><ROW><ALTER>1</ALTER></ROW>${ROW}<ROW><X>1</X></ROW><ROW>text</ROW>
       <ROW><CF_WSH>2</CF_WSH><D><CF_WSH>3</CF_WSH></D></ROW><ROW>stray<CF_WSH>4</CF_WSH></ROW></R>`,
    )
    expect(rows.map(({ cells, fault }) => [cells, fault])).toEqual([
      [{ ALTER: '1' }, '该行没有本类记录的数据项'],
      [CELLS, undefined],
      [{ X: '1' }, '该行没有本类记录的数据项'],
      [{ 原文: 'text' }, '该行中没有数据项'],
      [{ CF_WSH: '2' }, '数据项 D 中还有元素，不能读作一个值'],
      [{ CF_WSH: '4' }, '该行的数据项之外还有文字'],
    ])
  })

  it('keeps control characters of a text as U+FFFD, so that one row is doubted and not the file refused', async () => {
    const [row, next] = await read(`<R><ROW><CF_WSH>a\0b\u000bc</CF_WSH></ROW>${ROW}</R>`)
    expect(row?.cells.CF_WSH).toBe('a\ufffdb\ufffdc')
    expect(next?.cells).toEqual(CELLS)
  })

  it('takes names that mean something to JavaScript as names', async () => {
    const [row] = await read(
      '<R><ROW><CF_WSH>1</CF_WSH><__proto__>a</__proto__><__proto__>b</__proto__></ROW><ROW/></R>',
    )
    expect(Object.entries(row?.cells ?? {})).toEqual([
      ['CF_WSH', '1'],
      ['__proto__', ['a', 'b']],
    ])
  })

  it('has no rows in an empty list', async () => {
    expect(await read('<ROWDATA></ROWDATA>')).toEqual([])
  })

  it.each([
    [
      'an external entity',
      `<!DOCTYPE R [<!ENTITY x SYSTEM "file:///etc/passwd">]><R><ROW><CF_WSH>&x;</CF_WSH></ROW></R>`,
    ],
    ['nested entities', `<!DOCTYPE R [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><R>${ROW}</R>`],
    ['an external document type', `<!DOCTYPE R SYSTEM "http://127.0.0.1/r.dtd"><R>${ROW}</R>`],
  ])('refuses %s', async (_, content) => {
    expect(await refused(content)).toBe('XML 中不允许 DOCTYPE 和实体声明')
  })

  it.each([
    [
      'an unknown entity',
      `<R><ROW><CF_WSH>&x;</CF_WSH></ROW></R>`,
      'XML 中有未定义的实体或不允许的字符引用（第 1 行）',
    ],
    [
      'a reference to NUL',
      `<R><ROW><CF_WSH>&#0;</CF_WSH></ROW></R>`,
      'XML 中有未定义的实体或不允许的字符引用（第 1 行）',
    ],
    ['a file cut short', `<R>\n${ROW}<ROW><CF_WSH>2`, 'XML 不完整（第 2 行处中断）'],
    ['elements that do not match', `<R>\n<ROW><CF_WSH>1</CF_NR></ROW></R>`, /^不是可读的 XML（第 2 行/],
    ['an endless text', `<R><ROW><CF_WSH>${'x'.repeat(1_200_000)}`, 'XML 中有一段文字、标签或注释超过 1000000 个字符'],
    ['an endless tag', `<R><ROW ${'a="b" '.repeat(400_000)}`, 'XML 中有一段文字、标签或注释超过 1000000 个字符'],
    ['an endless comment', `<R><!-- ${'x'.repeat(3_000_000)}`, 'XML 中有一段文字、标签或注释超过 1000000 个字符'],
    [
      'a text in endless pieces',
      `<R><ROW><CF_WSH>${'x<!---->'.repeat(200_000)}`,
      'XML 中有一段文字、标签或注释超过 1000000 个字符',
    ],
    ['elements without end within each other', '<a>'.repeat(100_000), 'XML 元素嵌套超过 32 层'],
    ['a row of endless items', `<R><ROW>${'<CF_WSH/>'.repeat(200_000)}`, '元素 ROW 的文字超过 1000000 个字符'],
    ['an encoding that is not read', '<?xml version="1.0" encoding="Big5"?><R/>', /编码“Big5”不受支持/],
    ['a page', '<!DOCTYPE html><html><body><table>', /^这是网页（HTML）/],
    [
      'a page without document type',
      '<html><body><table><tr><td>企业名称</td></tr></table></body></html>',
      /^这是网页/,
    ],
    [
      'a spreadsheet as XML',
      '<?xml version="1.0"?><Workbook xmlns="urn:x"><Worksheet/></Workbook>',
      /^XML 电子表格 2003/,
    ],
    ['records of another kind', `<R>${'<P><NAME>1</NAME></P>'.repeat(30)}</R>`, /^XML 中没有本类记录/],
    ['a text in an element', '<R>text</R>', /^XML 中没有本类记录/],
  ])('refuses %s', async (_, content, reason) => {
    expect(await refused(content)).toMatch(reason)
  })
})

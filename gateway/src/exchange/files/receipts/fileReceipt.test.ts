import { gzipSync } from 'node:zlib'
import { gb18030 } from '@hub/schema/formats/testing/gb18030'
import { hostileFiles } from '@hub/schema/formats/testing/hostileFiles'
import { chunked } from '@hub/schema/formats/testing/importFiles'
import { textWorkbook } from '@hub/schema/formats/testing/workbookFile'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFileReceipt, receiptOutcomes } from './fileReceipt.ts'

const read = (content: string | Uint8Array, rows = 3) => readFileReceipt(chunked(content, 7), rows)
const refusedFor = (reason: string) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(reason) })

test('a receipt is read by its headings, whatever else stands beside them', async () => {
  const text = '\uFEFF序号,文号,处理结果,错误原因\r\n1,甲,新增,\r\n3,丙,疑问,"证件号码校验不通过, 请改"\r\n'
  expect(await read(text)).toEqual({
    counts: { CREATED: 1, UPDATED: 0, DOUBT: 1, UNLINKED: 0, DUPLICATE: 0, REFUSED: 0 },
    lines: [
      { row: 1, outcome: 'CREATED' },
      { row: 3, outcome: 'DOUBT', reason: '证件号码校验不通过, 请改' },
    ],
  })
})

test('columns of the form that was sent may come back, below a title', async () => {
  const text = '回执,,,,\nCF_WSH,行政相对人名称,处罚类别,行号,结果\n甲,乙公司,罚款,2,更新\n'
  expect((await read(text)).lines).toEqual([{ row: 2, outcome: 'UPDATED' }])
})

test('most columns may be the platform’s own, and blanks or wide letters stand within headings', async () => {
  const CREATED = [{ row: 2, outcome: 'CREATED' }]
  const text = '行号,结果,报文号,批次号,接收时间,操作员\n2,新增,001503,7,2026-10-01,甲\n'
  expect((await read(text)).lines).toEqual(CREATED)
  expect((await read(text.replaceAll(',', ';'))).lines).toEqual(CREATED)
  expect((await read('行 号,结　果*,操作员\n2,新增,甲')).lines).toEqual(CREATED)
  const element = '<R><H><批次号>7</批次号></H><I><行号>2</行号><结果>新增</结果><a/><b/><c/></I></R>'
  expect((await read(element)).lines).toEqual(CREATED)
  const merged = '回执,,,\n行号,处理情况,,操作员\n,结果,原因,\n2,新增,,甲\n'
  expect((await read(merged)).lines).toEqual(CREATED)
})

test('行号 counts where there is 序号 too, wherever it stands', async () => {
  expect((await read('序号,结果,行号\n1,新增,3')).lines).toEqual([{ row: 3, outcome: 'CREATED' }])
  expect((await read('行号,结果,序号\n3,新增,1')).lines).toEqual([{ row: 3, outcome: 'CREATED' }])
})

const words = Object.keys(receiptOutcomes)
const answer = fc.tuple(
  fc.constantFrom(...words),
  fc.string({ unit: fc.constantFrom(...'证件号码，请改 〔2026〕a1,"<&;'), maxLength: 8 }).map((text) => text.trim()),
)
const HEADINGS = ['行号', '结果', '原因']
const forms: Record<string, (lines: string[][]) => string | Uint8Array> = {
  CSV: (lines) => csv(lines),
  'CSV in GB18030': (lines) => gb18030(csv(lines)),
  'CSV.GZ': (lines) => gzipSync(csv(lines)),
  XLSX: (lines) => textWorkbook(lines),
  XML: (lines) => xml(lines, 'UTF-8'),
  'XML in GBK': (lines) => gb18030(xml(lines, 'GBK')),
}
const csv = (lines: string[][]): string =>
  lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const xml = ([, ...lines]: string[][], encoding: string): string => {
  const rows = lines.map((cells) =>
    cells.map((cell, at) => `<${HEADINGS[at]}>${escaped(cell)}</${HEADINGS[at]}>`).join(''),
  )
  return `<?xml version="1.0" encoding="${encoding}"?><ROWDATA>${rows.map((row) => `<ROW>${row}</ROW>`).join('')}</ROWDATA>`
}

test.each(Object.entries(forms))('as %s it says the same', async (_, written) => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 9 }), async (answers) => {
      const lines = answers.map(([word, reason], at) => [String(at + 1), word, reason])
      const receipt = await read(written([HEADINGS, ...lines]), answers.length)
      expect(receipt.lines).toEqual(
        answers.map(([word, reason], at) => ({
          row: at + 1,
          outcome: receiptOutcomes[word as keyof typeof receiptOutcomes],
          ...(reason === '' ? {} : { reason }),
        })),
      )
      expect(Object.values(receipt.counts).reduce((sum, count) => sum + count)).toBe(answers.length)
    }),
    { numRuns: 25 },
  )
})

test.each([
  ['行号,原因\n1,x', '两列'],
  [',结果\n1,新增', '两列'],
  ['行号,结果\n4,新增', '第 2 行'],
  ['行号,结果\n1,新增\n1,更新', '重复'],
  ['行号,结果\n1,不知道', '没有结果'],
  ['行号,结果\n1,constructor', '没有结果'],
  ['行号,结果\n1.5,新增', '没有行号'],
  ['行号,结果\n1,新增\n2,新增,多', '第 3 行'],
  ['行号,结果,原因\n,,x', '没有行号'],
  ['行号,结果\n1', '没有结果'],
  ['行号,结果\n1,"新增', '引号'],
  ['行号,结果\n', '没有一行'],
  ['', '一个字节'],
  ['<ROWDATA><ROW><行号>1</行号><结果>新增</结果></ROW>', 'XML'],
])('%j is refused', async (text, reason) => {
  await expect(read(text)).rejects.toThrow(refusedFor(reason))
})

test('reasons longer than one document of the database are refused', async () => {
  const lines = Array.from({ length: 15 }, (_, at) => `${at + 1},疑问,${'长'.repeat(300_000)}\n`)
  await expect(readFileReceipt(chunked(`行号,结果,原因\n${lines.join('')}`), 15)).rejects.toThrow(refusedFor('过长'))
})

test('a workbook cut short counts for nothing', async () => {
  const book = textWorkbook([HEADINGS, ['1', '新增', '']])
  await expect(read(book.subarray(0, book.length - 40))).rejects.toThrow(refusedFor('XLSX'))
})

test.each(hostileFiles.map(({ name, bytes }) => ({ name, bytes })))('hostile: $name', async ({ bytes }) => {
  await expect(readFileReceipt(bytes(), 3)).rejects.toThrow(refusedFor('回执文件有误'))
})

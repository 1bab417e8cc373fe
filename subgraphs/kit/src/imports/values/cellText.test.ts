import { csvLine } from '@hub/schema/formats/csvLine'
import { csvRows } from '@hub/schema/formats/csvRows'
import { halfKnown } from '@hub/schema/formats/headingRule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText } from './cellText.ts'

test('no cell begins as a formula', () => {
  expect(csvLine(['=1+1', '+86', '@a', '-a', '-5', '-', { a: 1 }])).toBe(`'=1+1,'+86,'@a,'-a,-5,-,"{""a"":1}"\r\n`)
})

test('a text of digits kept by a spreadsheet is the same text after it was written and read again', async () => {
  async function* file(): AsyncGenerator<string> {
    yield csvLine(['编号']) + csvLine(['="0371"'])
  }
  for await (const [row] of csvRows(
    file(),
    halfKnown((heading) => heading === '编号'),
  )) {
    expect(cellText(row?.cells.编号)).toBe(cellText('="0371"'))
  }
  expect.assertions(1)
})

test('what is written is read back', async () => {
  const text = fc
    .stringMatching(/^[甲乙a=+@,;"'\n -]{0,6}$/)
    .filter((cell) => cell === cell.trim() && !cell.startsWith("'"))
  await fc.assert(
    fc.asyncProperty(text, text, async (first, second) => {
      fc.pre(first !== '' || second !== '')
      async function* file(): AsyncGenerator<string> {
        yield csvLine(['编号', '名称']) + csvLine([first, second])
      }
      const rows = []
      for await (const group of csvRows(
        file(),
        halfKnown((heading) => heading === '编号' || heading === '名称'),
      ))
        rows.push(...group)
      expect(rows.map(({ cells }) => [cellText(cells.编号), cellText(cells.名称)])).toEqual([
        [first, second].map(cellText),
      ])
    }),
  )
})

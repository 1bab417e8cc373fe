import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSumRow } from './sumRow.ts'
import { gb18030 } from './testing/gb18030.ts'
import { chunked, readAll } from './testing/importFiles.ts'
import { textWorkbook } from './testing/workbookFile.ts'

const REFUSED = { code: expect.stringMatching(/^HUB_IMPORT_(FILE_REFUSED|HEADINGS_UNKNOWN)$/) }

const HEADINGS = ['企业名称', '文号', 'CF_NR', 'CF_JDRQ', '备注']
const isHeading = (text: string): boolean => HEADINGS.includes(text)

/** Texts as people write them, with everything that one of the formats has to escape. */
const character = fc.constantFrom('_x0041_', ...'甲乙公司〔２０２４〕号ａ,;"\'<>&_x0\t\n =-123456789.万元（）')
const text = fc.string({ unit: character, maxLength: 12 }).map((written) => written.trim())
const line = fc
  .array(text, { minLength: HEADINGS.length, maxLength: HEADINGS.length })
  .filter((cells) => cells.some((cell) => cell !== '') && !isSumRow(cells))

const csv = (lines: string[][]): string =>
  lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')

const xml = (lines: string[][], encoding: string): string => {
  const rows = lines.map((cells) =>
    cells.map((cell, index) => `<${HEADINGS[index]}>${escapedXml(cell)}</${HEADINGS[index]}>`).join(''),
  )
  return `<?xml version="1.0" encoding="${encoding}"?><ROWDATA>${rows.map((row) => `<ROW>${row}</ROW>`).join('\n')}</ROWDATA>`
}

const escapedXml = (cell: string): string =>
  cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const jsonLines = (lines: string[][]): string =>
  lines
    .map((cells) => JSON.stringify(Object.fromEntries(HEADINGS.map((name, index) => [name, cells[index]]))))
    .join('\n')

describe('formats', () => {
  it('read the same rows from every format, encoding and size of chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 400 }),
        async (lines, size) => {
          const expected = lines.map((cells) => Object.fromEntries(HEADINGS.map((name, index) => [name, cells[index]])))
          const files: [string, string | Uint8Array][] = [
            ['CSV', csv([HEADINGS, ...lines])],
            ['CSV in GB18030', gb18030(csv([HEADINGS, ...lines]))],
            ['JSON lines', jsonLines(lines)],
            ['XML', xml(lines, 'UTF-8')],
            ['XML in GBK', gb18030(xml(lines, 'GBK'))],
            ['XLSX', textWorkbook([HEADINGS, ...lines])],
          ]
          for (const [format, file] of files) {
            const rows = await readAll(chunked(file, size), isHeading)
            expect({ format, cells: rows.map(({ cells }) => cells) }).toEqual({ format, cells: expected })
            expect(rows.every(({ fault }) => fault === undefined)).toBe(true)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('take any bytes as a file: rows, or a refusal with its reason', async () => {
    const start = fc.constantFrom(
      '',
      'PK\x03\x04',
      '<?xml version="1.0"?><R>',
      '<ROW><CF_NR>',
      '企业名称,文号\n',
      '{"文号":',
    )
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 600 }), async (prefix, rest) => {
        const reading = readAll(chunked(Buffer.concat([Buffer.from(prefix), rest]), 64), isHeading)
        await reading.catch((error: unknown) => expect(error).toMatchObject(REFUSED))
      }),
      { numRuns: 150 },
    )
  })

  it('take a workbook with any byte changed: rows, or a refusal with its reason', async () => {
    const whole = textWorkbook([HEADINGS, ...Array.from({ length: 5 }, (_, n) => [`甲${n}`, '1', '2', '', 'x'])])
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Uint8Array.from(whole)
        changed[at] = byte
        const reading = readAll(chunked(changed), isHeading)
        await reading.catch((error: unknown) => expect(error).toMatchObject(REFUSED))
      }),
      { numRuns: 150 },
    )
  })
})

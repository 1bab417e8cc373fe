import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import { nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { describe, expect, test } from 'vitest'
import { nationalRow } from '../national/nationalRow.ts'
import { DAY, penalty, permit, reporter } from '../testing/sampleRecords.ts'
import { type FileFormat, nationalFile } from './nationalFile.ts'
import { xlsxBytes } from './xlsxBytes.ts'

const files = (['SGS-2016', 'SGS-2018', 'SGS-2019'] as const).flatMap((standard) =>
  (['XML', 'CSV'] as const).flatMap((format) => [
    { name: `penalties-${standard}`, format, standard, record: 'AdministrativePenalty' as const, values: penalty },
    { name: `permits-${standard}`, format, standard, record: 'AdministrativePermit' as const, values: permit },
  ]),
)

async function bytesOf(file: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

describe('national files', () => {
  test.each(files)('$name as $format is its golden file', async ({ name, format, standard, record, values }) => {
    const form = nationalForm(record, standard, 'LEGAL_PERSON')
    const rows = [nationalRow(form, values, reporter, DAY).cells]
    const text = (await bytesOf(nationalFile(format as FileFormat, form, rows))).toString('utf8')
    const golden = new URL(`../golden/${name}.${format.toLowerCase()}`, import.meta.url)
    await expect(text).toMatchFileSnapshot(fileURLToPath(golden))
  })

  test('a workbook holds texts and numbers where they belong, the same bytes each time', async () => {
    const sheet = {
      name: '许可 & 处罚',
      lines: [
        ['甲', '', 'a<b'],
        [...Array(26).fill(''), 7],
      ],
    }
    const bytes = await bytesOf(xlsxBytes([sheet]))
    expect(bytes.equals(await bytesOf(xlsxBytes([sheet])))).toBe(true)
    expect(partOf(bytes, 'xl/worksheets/sheet1.xml')).toContain(
      '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">甲</t></is></c><c r="C1" t="inlineStr"><is><t xml:space="preserve">a&lt;b</t></is></c></row><row r="2"><c r="AA2"><v>7</v></c></row>',
    )
    expect(partOf(bytes, 'xl/workbook.xml')).toContain('<sheet name="许可 &amp; 处罚" sheetId="1" r:id="rId1"/>')
  })

  test('a workbook is written as its lines come', async () => {
    let made = 0
    async function* lines() {
      for (; made < 60_000; made += 1) yield [`行${made}`, '虚构'.repeat(30)]
    }
    const steps: { made: number; bytes: number }[] = []
    let bytes = 0
    for await (const chunk of xlsxBytes([{ name: 's', lines: lines() }])) {
      bytes += chunk.length
      steps.push({ made, bytes })
    }
    expect(made).toBe(60_000)
    expect(bytes).toBeGreaterThan(500_000)
    // All lines take about as many bytes: how many of those that were made had not come out yet.
    const waiting = steps.map((step) => step.made - made * (step.bytes / bytes))
    expect(Math.max(...waiting)).toBeLessThan(6_000)
  })
})

/** A deflated part of a zip whose local header leaves the sizes to the directory. */
function partOf(zip: Buffer, name: string): string {
  const at = zip.indexOf(name)
  return inflateRawSync(zip.subarray(at + Buffer.byteLength(name))).toString('utf8')
}

import { type NumberFormat, numberFormat } from './numberFormat.ts'
import { xmlElements } from './xmlElements.ts'
import type { ZipArchive } from './zipArchive.ts'

/** The number formats of a workbook's cell styles, by the number that cells name (ECMA-376 part 1, 18.8). */
export async function readStyles(archive: ZipArchive, part: string | undefined): Promise<NumberFormat[]> {
  if (part === undefined) return []
  const elements = await xmlElements(
    archive,
    part,
    (name, parent) => (name === 'numFmt' && parent === 'numFmts') || (name === 'xf' && parent === 'cellXfs'),
  )
  const codes = new Map(
    elements
      .filter(({ name }) => name === 'numFmt')
      .map(({ attributes }) => [Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '']),
  )
  return elements
    .filter(({ name }) => name === 'xf')
    .map(({ attributes }) => numberFormat(Number(attributes.get('numFmtId') ?? '0'), codes))
}

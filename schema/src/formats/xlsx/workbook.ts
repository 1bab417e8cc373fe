import { posix } from 'node:path'
import { fileRefused } from '../fileRefused.ts'
import { importLimits } from '../importLimits.ts'
import { xmlElements } from './xmlElements.ts'
import type { ZipArchive } from './zipArchive.ts'

/** What a workbook is made of: names of parts of its archive. */
export interface Workbook {
  /** Those that its user sees, in the order of their tabs. */
  sheets: { name: string; part: string }[]
  sharedStrings: string | undefined
  styles: string | undefined
  /** Whether dates are counted from 1904 and not from 1900. */
  countsFrom1904: boolean
}

interface Relationship {
  id: string
  type: string
  part: string
}

/**
 * Finds the parts of a workbook (ECMA-376 part 1, 18.2; relationships: part 2, 9.3). Hidden sheets hold lists of codes
 * and the like, and what a sender does not see is not sent; links to other files are not followed.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for an archive that is no such workbook
 */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  const part = await workbookPart(archive)
  const parts = await relationships(archive, part)
  const elements = await xmlElements(
    archive,
    part,
    (name, parent) => name === 'workbookPr' || (name === 'sheet' && parent === 'sheets'),
  )
  const sheets = elements.filter(({ name, attributes }) => name === 'sheet' && !isHidden(attributes))
  if (sheets.length > importLimits.sheets) throw fileRefused(`工作表超过 ${importLimits.sheets} 个`)
  const settings = elements.find(({ name }) => name === 'workbookPr')?.attributes
  return {
    sheets: sheets.flatMap(({ attributes }) => {
      const found = parts.find(({ id, type }) => id === attributes.get('id') && type === 'worksheet')
      return found === undefined ? [] : [{ name: attributes.get('name') ?? '', part: found.part }]
    }),
    sharedStrings: parts.find(({ type }) => type === 'sharedStrings')?.part,
    styles: parts.find(({ type }) => type === 'styles')?.part,
    countsFrom1904: ['1', 'true'].includes(settings?.get('date1904') ?? ''),
  }
}

const isHidden = (attributes: ReadonlyMap<string, string>): boolean =>
  ['hidden', 'veryHidden'].includes(attributes.get('state') ?? '')

async function workbookPart(archive: ZipArchive): Promise<string> {
  const found = (await relationships(archive, '')).find(({ type }) => type === 'officeDocument')?.part
  const part = found ?? 'xl/workbook.xml'
  if (part.endsWith('.bin')) throw fileRefused('XLSB 文件不能导入，请另存为 XLSX 或 CSV')
  if (/^(word|ppt)\//.test(part)) throw fileRefused('这是 Word 或演示文稿，不是工作簿')
  if (archive.has(part)) return part
  if (archive.has('content.xml')) throw fileRefused('ODS 文件不能导入，请另存为 XLSX 或 CSV')
  throw fileRefused('压缩包中没有 Excel 工作簿；CSV 可用 gzip 压缩，不能用 zip')
}

/** What a part refers to; the type is the last word of its address. */
async function relationships(archive: ZipArchive, part: string): Promise<Relationship[]> {
  const { dir, base } = posix.parse(part)
  const of = posix.join(dir, '_rels', `${base}.rels`)
  if (!archive.has(of)) return []
  const elements = await xmlElements(archive, of, (name) => name === 'Relationship')
  return elements.flatMap(({ attributes }) => {
    const target = attributes.get('Target') ?? ''
    if (attributes.get('TargetMode') === 'External') return []
    return [
      {
        id: attributes.get('Id') ?? '',
        type: posix.basename(attributes.get('Type') ?? ''),
        part: posix.resolve('/', dir, target).slice(1),
      },
    ]
  })
}

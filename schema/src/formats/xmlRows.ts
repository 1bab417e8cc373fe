import { fileRefused } from './fileRefused.ts'
import type { HeadingRule } from './headingRule.ts'
import { headingsUnknown } from './headingsUnknown.ts'
import { importLimits } from './importLimits.ts'
import { HTML_REASON, parsedXml, type XmlListener } from './parsedXml.ts'
import type { RawRow } from './rawRow.ts'
import { addCell, noCells } from './rowCells.ts'

/** An element that has begun and not ended. */
interface OpenElement {
  name: string
  line: number
  /** While it has no elements inside. */
  text: string
  /** The texts of the elements inside, once there is one. */
  cells?: Record<string, unknown>
  /** Name of an element inside that holds elements itself. */
  nested?: string
  hasStrayText: boolean
  size: number
}

interface Candidate {
  name: string
  row: RawRow
}

/**
 * The rows of an XML text such as `<ROWDATA><ROW><CF_WSH>…`: every element whose children are texts and, most of them,
 * data items of the family; what the elements around are called does not matter. An item that comes several times is a
 * list. A row with more inside than texts is one with a fault.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for XML that cannot be read on, HUB_IMPORT_HEADINGS_UNKNOWN where it has no row of
 *   the family
 */
export function xmlRows(text: AsyncIterable<string>, rule: HeadingRule): AsyncGenerator<RawRow[]> {
  return parsedXml(text, new RowListener(rule))
}

class RowListener implements XmlListener<RawRow> {
  private readonly elements: OpenElement[] = []
  private readonly waiting: Candidate[] = []
  private rows: RawRow[] = []
  /** What rows are called, once one was recognised by its items. */
  private rowName: string | undefined

  constructor(private readonly rule: HeadingRule) {}

  open(name: string, _attributes: Record<string, string>, line: number): void {
    const parent = this.elements.at(-1)
    if (parent === undefined) refuseOtherFormats(name)
    else {
      parent.hasStrayText ||= parent.text.trim() !== ''
      parent.text = ''
      parent.cells ??= noCells()
    }
    this.elements.push({ name, line, text: '', hasStrayText: false, size: 0 })
  }

  text(text: string): void {
    const element = this.elements.at(-1)
    if (element === undefined) return
    if (element.cells !== undefined) element.hasStrayText ||= text.trim() !== ''
    else {
      element.text += text
      grown(element, text.length)
    }
  }

  close(): void {
    const element = this.elements.pop()
    if (element === undefined) return
    const parent = this.elements.at(-1)
    if (element.cells === undefined) this.closeText(element, parent)
    else {
      if (parent !== undefined) parent.nested ??= element.name
      if (!this.isWithinRow()) this.closeRow(element)
    }
    if (parent === undefined && this.waiting.length > 0) throw noRows()
  }

  taken(): RawRow[] {
    const rows = this.rows
    this.rows = []
    return rows
  }

  private closeText({ name, text, line }: OpenElement, parent: OpenElement | undefined): void {
    if (name === this.rowName && text.trim() !== '') {
      this.rows.push({ line, cells: { 原文: text }, fault: '该行中没有数据项' })
    } else if (parent?.cells !== undefined) {
      grown(parent, name.length + text.length)
      addCell(parent.cells, name, text)
    } else if (text.trim() !== '') throw noRows()
  }

  private closeRow(element: OpenElement): void {
    const filled = Object.entries(element.cells ?? {}).filter(([, cell]) => cell !== '')
    const headings = Object.keys(element.cells ?? {})
    if (headings.length > importLimits.columns) throw fileRefused(`数据项超过 ${importLimits.columns} 个`)
    const known = headings.filter(this.rule.isHeading).length
    const isRow = this.rule.isLine(headings, headings)
    if (isRow) this.recognise(element.name)
    if (filled.length === 0 && element.nested === undefined) return
    const candidate = { name: element.name, row: rowOf(element, known) }
    if (isRow || element.name === this.rowName) this.rows.push(candidate.row)
    else if (this.rowName === undefined && headings.length > 0) this.wait(candidate)
  }

  /** Elements of the same name that were not recognised before this one are rows as well, with a fault. */
  private recognise(name: string): void {
    if (this.rowName !== undefined) return
    this.rowName = name
    const before = this.waiting.splice(0).filter((candidate) => candidate.name === name)
    this.rows.push(...before.map(({ row }) => row))
  }

  private wait(candidate: Candidate): void {
    this.waiting.push(candidate)
    if (this.waiting.length >= importLimits.headingLines) throw noRows()
  }

  private isWithinRow(): boolean {
    return this.rowName !== undefined && this.elements.some(({ name }) => name === this.rowName)
  }
}

function rowOf({ line, cells = noCells(), nested, hasStrayText }: OpenElement, known: number): RawRow {
  if (nested !== undefined) return { line, cells, fault: `数据项 ${nested} 中还有元素，不能读作一个值` }
  if (hasStrayText) return { line, cells, fault: '该行的数据项之外还有文字' }
  return known === 0 ? { line, cells, fault: '该行没有本类记录的数据项' } : { line, cells }
}

function grown(element: OpenElement, characters: number): void {
  element.size += characters
  if (element.size > importLimits.rowCharacters) {
    throw fileRefused(`元素 ${element.name} 的文字超过 ${importLimits.rowCharacters} 个字符`)
  }
}

function refuseOtherFormats(root: string): void {
  if (/^(html|table)$/i.test(root)) throw fileRefused(HTML_REASON)
  if (root === 'Workbook') throw fileRefused('XML 电子表格 2003 不能导入，请另存为 XLSX')
}

const noRows = (): Error => headingsUnknown('XML 中没有本类记录：没有一个元素的子元素是本类记录的数据项')

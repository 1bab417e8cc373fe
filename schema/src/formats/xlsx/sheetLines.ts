import { decodedText } from '../decodedText.ts'
import { fileRefused } from '../fileRefused.ts'
import { importLimits } from '../importLimits.ts'
import { parsedXml, type XmlListener } from '../parsedXml.ts'
import type { TableLine } from '../tableRows.ts'
import { type CellReading, cellReading, type SheetCell } from './cellReading.ts'
import { columnIndex } from './columnIndex.ts'
import type { NumberFormat } from './numberFormat.ts'
import type { SharedStrings } from './sharedStrings.ts'
import { checkCellLength, TextRuns } from './textRuns.ts'
import type { ZipArchive } from './zipArchive.ts'

/** What the sheets of a workbook share. */
export interface SheetContext {
  strings: SharedStrings
  styles: readonly NumberFormat[]
  countsFrom1904: boolean
}

/** The lines of a sheet; their numbers are those that its user sees. */
export function sheetLines(archive: ZipArchive, part: string, context: SheetContext): AsyncGenerator<TableLine[]> {
  return parsedXml(decodedText(archive.read(part)), new SheetListener(context))
}

/** Cells named in a remark; the others are counted. */
const NAMED_CELLS = 5

class SheetListener implements XmlListener<TableLine> {
  private lines: TableLine[] = []
  private readonly runs = new TextRuns()
  private number = 0
  private column = -1
  private cells: string[] = []
  private faults: string[] = []
  private formulas: string[] = []
  private characters = 0
  /** The cell that is open, and whether its value is. */
  private cell: (SheetCell & { column: number; name: string }) | undefined
  private isValue = false

  constructor(private readonly context: SheetContext) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.openRow(attributes)
    else if (name === 'c') this.openCell(attributes)
    else if (this.cell === undefined) return
    else if (name === 'v') {
      this.isValue = true
      this.cell.value ??= ''
    } else if (name === 'f') this.cell.hasFormula = true
    else this.runs.open(name)
  }

  text(text: string): void {
    if (this.cell === undefined) return
    if (!this.isValue) this.runs.text(text)
    else {
      this.cell.value += text
      checkCellLength(this.cell.value ?? '')
    }
  }

  close(name: string): void {
    if (name === 'row') this.closeRow()
    else if (this.cell === undefined) return
    else if (name === 'c') this.closeCell(this.cell)
    else if (name === 'v') this.isValue = false
    else if (name === 'is') this.cell.value = this.runs.taken()
    else this.runs.close(name)
  }

  taken(): TableLine[] {
    const lines = this.lines
    this.lines = []
    return lines
  }

  private openRow({ r }: Record<string, string>): void {
    const number = Number(r)
    this.number = Number.isSafeInteger(number) && number > this.number ? number : this.number + 1
    this.cells = []
    this.faults = []
    this.formulas = []
    this.characters = 0
    this.column = -1
  }

  private openCell({ r, s, t }: Record<string, string>): void {
    this.column = r === undefined ? this.column + 1 : columnIndex(r)
    this.cell = {
      type: t ?? 'n',
      value: undefined,
      hasFormula: false,
      format: this.context.styles[Number(s ?? '0')] ?? { is: 'PLAIN' },
      column: this.column,
      name: r ?? `第 ${this.column + 1} 列`,
    }
  }

  private closeCell(cell: SheetCell & { column: number; name: string }): void {
    this.cell = undefined
    const { text, fault } = this.reading(cell)
    if (fault !== undefined) this.faults.push(`单元格 ${cell.name} ${fault}`)
    else if (cell.hasFormula) this.formulas.push(cell.name)
    if (text === '') return
    if (cell.column >= importLimits.columns)
      throw fileRefused(`列数超过 ${importLimits.columns}（第 ${this.number} 行）`)
    this.characters += text.length
    if (this.characters > importLimits.rowCharacters) {
      throw fileRefused(`第 ${this.number} 行的文字超过 ${importLimits.rowCharacters} 个字符`)
    }
    while (this.cells.length < cell.column) this.cells.push('')
    this.cells[cell.column] = text
  }

  private reading(cell: SheetCell): CellReading {
    const { strings, countsFrom1904 } = this.context
    if (cell.type !== 's' || cell.value === undefined) return cellReading(cell, countsFrom1904)
    const text = strings.get(Number(cell.value))
    return text === undefined ? { text: '', fault: '引用了不存在的共享字符串' } : { text }
  }

  private closeRow(): void {
    const line: TableLine = { line: this.number, cells: this.cells }
    if (this.faults.length > 0) line.fault = named(this.faults, '；')
    if (this.formulas.length > 0) line.remarks = [`公式单元格取其已有的计算结果：${named(this.formulas, '、')}`]
    this.lines.push(line)
  }
}

function named(items: readonly string[], separator: string): string {
  const text = items.slice(0, NAMED_CELLS).join(separator)
  return items.length > NAMED_CELLS ? `${text}等 ${items.length} 处` : text
}

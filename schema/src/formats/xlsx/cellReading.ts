import { plainDecimal } from '../../scalars/decimalText.ts'
import type { NumberFormat } from './numberFormat.ts'
import { serialDate } from './serialDate.ts'

/** A cell as its sheet has it. */
export interface SheetCell {
  /** ST_CellType: s, str, inlineStr, n, b, e, d. */
  type: string
  /** What it holds; of a shared string the string. Undefined: nothing. */
  value: string | undefined
  hasFormula: boolean
  format: NumberFormat
}

/** What a cell says, or why that cannot be told. */
export interface CellReading {
  text: string
  /** In Chinese, without the name of the cell. */
  fault?: string
}

/** Digits that spreadsheets keep of a number. */
const PRECISION = 15

/**
 * Reads a cell as its user sees it: dates by their format, numbers in plain notation with the 15 digits that a spreadsheet
 * has. Errors, formulas that were never calculated and numbers that have lost digits are faults.
 */
export function cellReading({ type, value, hasFormula, format }: SheetCell, countsFrom1904: boolean): CellReading {
  if (value === undefined) return hasFormula ? { text: '', fault: '是没有计算结果的公式' } : { text: '' }
  switch (type) {
    case 's':
    case 'str':
    case 'inlineStr':
      return { text: value }
    case 'b':
      return { text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE' }
    case 'e':
      return { text: value, fault: `是错误值 ${value.slice(0, 20)}` }
    case 'd':
      return { text: value.replace(/T00:00:00(\.0+)?Z?$/, '') }
    default:
      return numberReading(value.trim(), format, countsFrom1904)
  }
}

function numberReading(written: string, format: NumberFormat, countsFrom1904: boolean): CellReading {
  if (written === '') return { text: '' }
  const number = Number(written)
  if (!Number.isFinite(number)) return { text: written, fault: '不是数' }
  if (format.is === 'DATE') {
    const date = serialDate(number, countsFrom1904)
    return date === undefined ? { text: written, fault: '的日期超出范围' } : { text: date }
  }
  if (Math.abs(number) >= 10 ** PRECISION) {
    return { text: plain(number), fault: `是超过 ${PRECISION} 位的数，末尾数字可能已丢失，请改为文本` }
  }
  if (format.is === 'PERCENT') return { text: `${plain(number * 100)}%` }
  const text = plain(number)
  if (format.is === 'ZEROS') return { text: text.padStart(format.width, '0') }
  // A day number and an amount look the same, and those of the two systems are four years apart.
  if (countsFrom1904 && /^\d{5}$/.test(text)) {
    return { text, fault: '是 1904 日期系统中没有日期格式的数，不能分辨是数还是日期' }
  }
  return { text }
}

function plain(number: number): string {
  if (Number.isInteger(number) && Math.abs(number) < 10 ** PRECISION) return String(number)
  const text = plainDecimal(number.toPrecision(PRECISION)) ?? String(number)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

import { cellText, codeText, saysNoCode } from './cellText.ts'
import type { FieldKind } from './fieldKind.ts'
import { readMoneyParts } from './readMoneyParts.ts'
import { readScalar } from './readScalar.ts'
import type { ValueFault, ValueReading } from './valueReading.ts'

type ObjectKind = Extract<FieldKind, { is: 'OBJECT' }>
type ListKind = Extract<FieldKind, { is: 'LIST' }>

const LIST_SEPARATOR = /[;；\n]+/
/** These also stand within names, e.g. of penalty categories. */
const WEAK_SEPARATOR = /[、,，-]+/

/**
 * Reads a cell as a value of a kind: text from any file, nested values from JSON rows. In a flat file a list of
 * plain values is separated by `;`, `；`, `、` or line ends, and a nested value is written as JSON.
 */
export function readValue(kind: FieldKind, cell: unknown): ValueReading {
  const text = cellText(cell)
  if (text === '') return {}
  if (kind.is === 'OBJECT') return readObject(kind, text === undefined ? cell : fromJson(text))
  if (kind.is === 'LIST') return readList(kind, text === undefined ? cell : listed(kind, text))
  if (kind.is === 'MONEY') {
    const parts = text?.startsWith('{') ? fromJson(text) : cell
    if (isObject(parts)) return readMoneyParts(parts)
  }
  if (text === undefined) return fault('nested', '应为单一的值，不是一组值')
  if (kind.is === 'READ') return kind.read(text)
  return kind.is === 'CHOICE' ? readChoice(kind.values, text) : readScalar(kind.is, text)
}

function readChoice(values: ReadonlyMap<string, string>, text: string): ValueReading {
  const value = values.get(codeText(text))
  if (value !== undefined) return { value }
  if (saysNoCode(text)) return {}
  return fault('choice', `不在取值范围内：“${text.slice(0, 40)}”`)
}

function readObject({ columns }: ObjectKind, cell: unknown): ValueReading {
  if (!isObject(cell)) return fault('nested', '应为一组有名称的值（JSON 对象）')
  const value: Record<string, unknown> = {}
  const warnings: ValueFault[] = []
  for (const column of columns) {
    const inner = readValue(column.kind, cell[column.field] ?? cell[column.chineseName])
    if (inner.fault !== undefined) return fault(inner.fault.rule, `${column.chineseName}：${inner.fault.message}`)
    if (inner.value !== undefined) value[column.field] = inner.value
    warnings.push(...(inner.warnings ?? []))
  }
  return Object.keys(value).length === 0 ? {} : { value, warnings }
}

function readList({ of }: ListKind, cell: unknown): ValueReading {
  if (!Array.isArray(cell)) return fault('nested', '应为一列值（JSON 数组）')
  const readings = cell.map((item) => readValue(of, item))
  const failed = readings.findIndex((reading) => reading.fault !== undefined)
  const failure = readings[failed]?.fault
  if (failure !== undefined) return fault(failure.rule, `第 ${failed + 1} 项：${failure.message}`)
  const value = readings.flatMap((reading) => (reading.value === undefined ? [] : [reading.value]))
  return value.length === 0 ? {} : { value, warnings: readings.flatMap((reading) => reading.warnings ?? []) }
}

function listed({ of }: ListKind, text: string): unknown {
  if (text.startsWith('[')) return fromJson(text)
  if (of.is === 'OBJECT') return text
  const items = text.split(LIST_SEPARATOR).flatMap((item) => (isOneItem(of, item) ? item : item.split(WEAK_SEPARATOR)))
  return items.filter((item) => item.trim() !== '')
}

function isOneItem(of: FieldKind, text: string): boolean {
  return of.is === 'CHOICE' ? of.values.has(codeText(text)) : !text.includes('、')
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const fault = (rule: string, message: string): ValueReading => ({ fault: { rule, message } })

import type { RawRow } from '@hub/schema/formats/rawRow'
import type { FamilyFields } from '../../family/recordFamily.ts'
import type { Column } from '../columns/column.ts'
import type { ColumnPlan } from '../columns/columnPlan.ts'
import { readValue } from '../values/readValue.ts'
import type { ValueFault } from '../values/valueReading.ts'
import type { RowFault, RowReading } from './rowReading.ts'
import { documentOfType } from './typeRules.ts'

/** Understands a row's cells as the values of the family's columns; what is not understood is a fault with the text beside it. */
export function readRow(row: RawRow, plan: ColumnPlan): RowReading {
  const values: FamilyFields = {}
  const reading: RowReading = { line: row.line, values, raw: {}, faults: [], warnings: [] }
  if (row.fault !== undefined) reading.faults.push(typeFault({ rule: 'row', message: row.fault }))
  for (const message of row.remarks ?? []) reading.warnings.push(typeFault({ rule: 'row', message }))
  const headings = Object.keys(row.cells)
  for (const [heading, cell] of Object.entries(row.cells)) {
    const column = plan.byHeading(heading, headings)
    if (column === undefined) {
      keepRaw(reading.raw, heading, cell)
      continue
    }
    const { value, fault, warnings = [] } = readValue(column.kind, cell)
    if (column.isBeside || !isSame(cell, value)) keepRaw(reading.raw, heading, cell)
    if (fault !== undefined) reading.faults.push(typeFault(fault, column.field))
    for (const warning of warnings) reading.warnings.push(typeFault(warning, column.field))
    if (value !== undefined && !putColumn(values, column, value)) {
      keepRaw(reading.raw, heading, cell)
      reading.faults.push(
        typeFault({ rule: 'contradiction', message: `几列给出的${column.chineseName}不一致` }, column.field),
      )
    }
  }
  return reading
}

function putColumn(values: FamilyFields, { field, inner }: Column, value: unknown): boolean {
  if (inner === undefined) return put(values, field, value)
  const outer = field.slice(0, -inner.length - 1)
  const nested = (values[outer] ?? {}) as FamilyFields
  const isNew = put(nested, inner, value)
  values[outer] = nested
  return isNew
}

/** Several columns may bring one field: lists grow, single values must agree. */
function put(values: FamilyFields, field: string, value: unknown): boolean {
  const present = values[field]
  if (present === undefined) values[field] = value
  else if (Array.isArray(present) && Array.isArray(value)) values[field] = [...new Set([...present, ...value])]
  else return JSON.stringify(present) === JSON.stringify(value)
  return true
}

/** Nested values of JSON rows are the same when nothing in them was changed, dropped or understood otherwise. */
function isSame(cell: unknown, value: unknown): boolean {
  if (typeof cell !== 'object' || cell === null) return cell === value
  return typeof value === 'object' && JSON.stringify(cell) === JSON.stringify(value)
}

function keepRaw(raw: Record<string, string>, heading: string, cell: unknown): void {
  if (cell === undefined || cell === null || cell === '') return
  raw[heading] = typeof cell === 'string' ? cell : JSON.stringify(cell)
}

function typeFault({ rule, message }: ValueFault, field?: string): RowFault {
  return { ...(field === undefined ? {} : { field }), rule, document: documentOfType(rule), message }
}

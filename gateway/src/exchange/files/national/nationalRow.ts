import type { NationalForm } from '@hub/schema/nationalFields/nationalForm'
import { cellFaults } from './cellFaults.ts'
import { completedRecord, type Reporter } from './completedRecord.ts'
import { type ExportedRecord, nationalCell } from './nationalCell.ts'

/** What is wrong with one column of a row. */
export interface ColumnFault {
  /** National code, e.g. `CF_WSH`. */
  readonly code: string
  readonly name: string
  readonly message: string
}

/** A record in the columns of a form. */
export interface NationalRow {
  readonly cells: readonly string[]
  /** With one of these the form refuses the row. */
  readonly faults: readonly ColumnFault[]
  /** Conditions that no source confirms: told, not enforced. */
  readonly remarks: readonly ColumnFault[]
}

/** Columns that a category of penalty asks for, in both spellings of the category. */
const askedBy: Readonly<Record<string, readonly string[]>> = {
  CF_NR_FK: ['1', '罚款'],
  CF_NR_WFFF: ['2', '没收违法所得', '没收非法财物'],
  CF_NR_ZKDX: ['4', '暂扣许可证件', '吊销许可证件'],
}

/** Lays a record out in a form and checks it as the form's receiver would (domain guide 3.3). */
export function nationalRow(form: NationalForm, record: ExportedRecord, reporter: Reporter, day: string): NationalRow {
  const completed = completedRecord(form, record, reporter, day)
  const cells = form.fields.map((field) => nationalCell(form, field, completed[field.field]))
  const faults: ColumnFault[] = []
  const remarks: ColumnFault[] = []
  form.fields.forEach((field, index) => {
    const { code, name } = field
    const text = cells[index] ?? ''
    faults.push(...cellFaults(field, text).map((message) => ({ code, name, message })))
    if (field.required === 'CONDITIONAL' && text === '' && isAsked(form, code, completed))
      remarks.push({ code, name, message: '按其他各项，此项应填' })
  })
  return { cells, faults, remarks }
}

function isAsked({ subject }: NationalForm, code: string, { categories, subjectCategory }: ExportedRecord): boolean {
  if (/_XDR_ZJ(LX|HM)$/.test(code)) return subject === 'NATURAL_PERSON'
  if (code.endsWith('_XDR_SHXYM')) return subjectCategory === 'ORGANISATION'
  const asking = askedBy[code] ?? []
  return Array.isArray(categories) && categories.some((category) => asking.includes(String(category)))
}

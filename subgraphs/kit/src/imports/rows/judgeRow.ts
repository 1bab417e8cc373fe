import type { RawRow } from '@hub/schema/formats/rawRow'
import { isEndOf } from '../../family/recordEnding.ts'
import type { FamilyFields } from '../../family/recordFamily.ts'
import type { Importer } from '../importer.ts'
import { checkRules } from '../rules/checkRules.ts'
import type { Rule } from '../rules/ruleSet.ts'
import { rulesOfEnd } from '../rules/rulesOfEnd.ts'
import { correctedDoubt } from './correctedDoubt.ts'
import { readRow } from './readRow.ts'
import type { RowFault, RowReading } from './rowReading.ts'
import { type SubjectIdentity, subjectIdentity } from './subjectIdentity.ts'

/** What a row amounts to before the subject index and the store are asked. */
export interface JudgedRow {
  row: RawRow
  reading: RowReading
  /** The family's own fields, complete. */
  fields: FamilyFields
  identity: SubjectIdentity
  faults: RowFault[]
  warnings: RowFault[]
  /** It says that its record should never have been. */
  withdraws?: boolean | undefined
  /** The doubt that this row corrects. */
  corrects?: string | undefined
  /** Day from which the duty to report it runs, where there is one. */
  dutyFrom?: string | undefined
  /** Its record is known to be there already: no duty to report it is left. */
  isReported?: boolean | undefined
}

/** Reads a row and asks the family's rules about it; `today` is the calendar date of the report. */
export function judgeRow(written: RawRow, importer: Importer, rules: readonly Rule[], today: string): JudgedRow {
  const { row, corrects } = correctedDoubt(written)
  const reading = readRow(row, importer.plan)
  const values = importer.definition.complete?.(reading.values) ?? reading.values
  const withdraws = importer.definition.withdraws?.(values) === true || undefined
  const asked = isEndOf(importer.family, values, withdraws) ? rulesOfEnd(importer.family, rules) : rules
  const found = checkRules(asked, values, today)
  // A value that was not understood is told once, by its type, and not again as missing.
  const misread = new Set(reading.faults.map(({ field }) => field))
  return {
    row,
    corrects,
    withdraws,
    reading,
    fields: ownValues(importer, values),
    identity: subjectIdentity(values, dayOf(values, importer.definition.factDay)),
    dutyFrom: dayOf(values, importer.duty?.field),
    faults: [...reading.faults, ...found.faults.filter(({ field }) => !misread.has(field))],
    warnings: [...reading.warnings, ...found.warnings],
  }
}

function dayOf(values: FamilyFields, field: string | undefined): string | undefined {
  const day = field === undefined ? undefined : values[field]
  return typeof day === 'string' ? day : undefined
}

function ownValues({ family }: Importer, values: FamilyFields): FamilyFields {
  return Object.fromEntries(Object.entries(values).filter(([field]) => field in family.definition))
}

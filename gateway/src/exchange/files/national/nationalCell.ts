import type { NationalField, NationalForm } from '@hub/schema/nationalFields/nationalForm'

/** A record as the feed gives it: fields by their names in the schema. */
export type ExportedRecord = Readonly<Record<string, unknown>>

/** Separates several values in one cell. */
export const LIST_SEPARATOR = ';'

/** `SubjectKind` as the form of 2019 writes it. */
const counterparts: Readonly<Record<string, string>> = {
  ORGANISATION: '法人及非法人组织',
  INDIVIDUAL_BUSINESS: '个体工商户',
  NATURAL_PERSON: '自然人',
}

const inShanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** The text of a value in a column; empty for nothing. */
export function nationalCell(form: NationalForm, field: NationalField, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return listCell(form, field, value.map(String))
  const text = String(value)
  if (field.type === 'INSTANT') return inShanghai.format(new Date(text))
  return field.field === 'subjectCategory' ? (counterparts[text] ?? text) : text
}

/** A list in one column; where the form has several for it (CF_CFLB1, CF_CFLB2), the last one takes what is left. */
function listCell({ fields }: NationalForm, field: NationalField, items: readonly string[]): string {
  const columns = fields.filter((other) => other.field === field.field)
  const at = columns.indexOf(field)
  return items.slice(at, at === columns.length - 1 ? undefined : at + 1).join(LIST_SEPARATOR)
}

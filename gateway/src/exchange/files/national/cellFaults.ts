import { codeSet } from '@hub/schema/codes/codeSet'
import type { NationalField } from '@hub/schema/nationalFields/nationalForm'
import { LIST_SEPARATOR } from './nationalCell.ts'

/** Code sets whose texts came later than the form and stand in the same column. */
const additions: Readonly<Record<string, string>> = { 'penalty-categories': 'penalty-categories-2021' }

/** Characters that XML 1.0 cannot hold, section 2.2. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/**
 * What is wrong with the text of one column by its form: length, type, code set, required; in Chinese. It quotes nothing:
 * those who run deliveries are told of it, and see no records.
 */
export function cellFaults(field: NationalField, text: string): string[] {
  if (text === '') return field.required === 'ALWAYS' ? ['缺少必填项'] : []
  const faults: string[] = []
  const length = [...text].length
  if (field.maxLength !== undefined && length > field.maxLength)
    faults.push(`长度 ${length} 超过 ${field.maxLength} 个字符`)
  if (UNWRITABLE.test(text)) faults.push('含有不能写入文件的控制字符')
  if (field.type === 'DATE' && !isDate(text)) faults.push('不是日期')
  if (field.type === 'DECIMAL' && !isDecimal(field, text)) faults.push(`不是 N(${field.precision},${field.scale}) 的数`)
  const unknown = unknownCodes(field, text)
  if (unknown.length > 0) faults.push(`有 ${unknown.length} 个值不在取值范围内`)
  return faults
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isDecimal({ precision = 18, scale = 0 }: NationalField, text: string): boolean {
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  return whole !== '' && whole.length <= precision - scale && fraction.length <= scale
}

function unknownCodes({ codeSet: file }: NationalField, text: string): string[] {
  if (file === undefined) return []
  const known = [file, additions[file]].flatMap((name) =>
    name === undefined ? [] : codeSet(name).entries.flatMap(({ code, name: label }) => [code, label]),
  )
  return text.split(LIST_SEPARATOR).filter((part) => !known.includes(part))
}

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { HubError } from '../errors/HubError.ts'

export const subjects = ['LEGAL_PERSON', 'NATURAL_PERSON'] as const
/** Record types that there are forms for. */
export const nationalRecords = ['AdministrativePenalty', 'AdministrativePermit'] as const
export const nationalStandards = ['SGS-2016', 'SGS-2018', 'SGS-2019'] as const

/** Whom the decision concerns; the forms of 2018 and later are two templates. */
export type SubjectKind = (typeof subjects)[number]
/** Edition of the 双公示 data standard; the names stand in `@national(standard:)`. */
export type NationalStandard = (typeof nationalStandards)[number]

const fieldSchema = z.strictObject({
  /** National code, e.g. `CF_WSH`: the column's name in files. */
  code: z.string(),
  aliases: z.array(z.string()).optional(),
  name: z.string(),
  /** Field of the record type in the schema. */
  field: z.string(),
  type: z.enum(['TEXT', 'DATE', 'DECIMAL', 'INSTANT']),
  /** In characters. */
  maxLength: z.int().optional(),
  /** Digits altogether and after the point. */
  precision: z.int().optional(),
  scale: z.int().optional(),
  required: z.enum(['ALWAYS', 'CONDITIONAL', 'OPTIONAL']),
  /** File under `code-sets` whose codes or names the column holds. */
  codeSet: z.string().optional(),
  /** Only in the template for these; in both when absent. */
  subjects: z.array(z.enum(subjects)).optional(),
  /** Only in these editions; in all of the file's when absent. */
  standards: z.array(z.enum(nationalStandards)).optional(),
  confirmed: z.boolean().optional(),
})

const fileSchema = z.strictObject({
  record: z.enum(nationalRecords),
  standards: z.array(z.enum(nationalStandards)),
  source: z.string(),
  fields: z.array(fieldSchema),
})

export type NationalField = Readonly<z.output<typeof fieldSchema>>
export type NationalRecord = z.output<typeof fileSchema>['record']

/** One template: its columns in the official order. */
export interface NationalForm {
  readonly record: NationalRecord
  readonly subject: SubjectKind
  readonly standard: NationalStandard
  readonly fields: readonly NationalField[]
}

const files = ['penalty', 'permit', 'penalty-2016', 'permit-2016'].map((file) => {
  const url = new URL(`../../national-fields/${file}.json`, import.meta.url)
  return fileSchema.parse(JSON.parse(readFileSync(url, 'utf8')))
})

/** The template of a record type for a kind of subject; the form of 2016 is one for both. */
export function nationalForm(record: NationalRecord, standard: NationalStandard, subject: SubjectKind): NationalForm {
  const file = files.find((candidate) => candidate.record === record && candidate.standards.includes(standard))
  if (!file) throw new HubError('HUB_CODE_SET_INVALID', `没有 ${record} 的 ${standard} 表式`)
  const fields = file.fields.filter(
    (field) =>
      (field.subjects ?? subjects).includes(subject) && (field.standards ?? nationalStandards).includes(standard),
  )
  return { record, subject, standard, fields }
}

import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { nationalRecords } from '@hub/schema/nationalFields/nationalForm'
import { z } from 'zod'
import { isCron } from './agreementSchedule.ts'

const text = z.string().min(1).max(200)

/** One item of the catalogue that an agreement covers. */
export const catalogueItem = z.strictObject({
  family: z.enum(recordFamilies.map(({ family }) => family)),
  /** Fields of the record that go out, beside its id, version and state; all that the level opens when absent. */
  fields: z.array(text).min(1).max(200).optional(),
  /** Only records about these; about every subject when absent. */
  subjectIds: z.array(text).min(1).max(1_000).optional(),
  /** Only records that have one of these values in each of these fields. */
  where: z
    .array(z.strictObject({ field: text, in: z.array(text).min(1).max(200) }))
    .max(10)
    .optional(),
})

/** What may be sent in which form; a mode's first format is its default. */
export const formatsOfMode = {
  PUSH: ['WEBHOOK', 'GOVERNMENT_GATEWAY'],
  PULL: ['JSON'],
  FILE: ['NATIONAL_XML', 'CSV', 'XLSX'],
  FRONT_DATABASE: ['MONGODB', 'SQL'],
} as const

const modes = Object.keys(formatsOfMode) as (keyof typeof formatsOfMode)[]

/** Signatures of deliveries: of Standard Webhooks, and the same over SM3 (GB/T 32905-2016). */
export const signatureSchemes = ['v1', 'v1sm3'] as const

const shape = z.strictObject({
  /** The receiving organisation; the caller that evidence names. */
  partner: text,
  title: text,
  items: z.array(catalogueItem).min(1).max(50),
  /** How far one agreement reaches; a partner that needs two levels has two agreements. */
  level: z.enum(['SHARED', 'AUTHORIZED']),
  /** Code of `schema/code-sets/access-purposes.json`; a must at AUTHORIZED. */
  purpose: text.optional(),
  /** Codes of `schema/code-sets/access-sections.json`; at AUTHORIZED only, and within the purpose. */
  sections: z.array(text).min(1).max(100).optional(),
  /** 法律依据: what law or consent the exchange rests on. */
  legalBasis: z.string().min(1).max(2_000),
  mode: z.enum(modes),
  format: text.optional(),
  /** When it is sent; as it happens when absent, which files cannot be. */
  schedule: z.strictObject({ cron: text, days: z.enum(['ALL', 'WORKING']).default('ALL') }).optional(),
  /** First and last day, Asia/Shanghai. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** For PUSH the address to post to; otherwise the name by which a setting knows folder or database. */
  endpoint: z.string().min(1).max(1_000).optional(),
  /** For webhooks: where the partner answers which records it holds; without it nobody can compare. */
  digestEndpoint: z.string().min(1).max(1_000).optional(),
  signatures: z.array(z.enum(signatureSchemes)).min(1).max(2).default(['v1']),
  /** Ids of secrets; each of them signs, so that keys change without a pause. */
  secretIds: z.array(text).max(3).default([]),
  /** Within how many hours a repaired, withdrawn or expired record has to be withdrawn there. */
  withdrawalHours: z.number().int().min(1).max(720).default(24),
  /** For how long one delivery is tried before it is a dead letter. */
  retryHours: z.number().int().min(1).max(720).default(72),
})

/** What an agreement says. */
export type AgreementTerms = z.output<typeof shape>
export type CatalogueItem = z.output<typeof catalogueItem>

/** Terms as they are proposed. */
export const agreementTerms = shape.superRefine((terms, context) => {
  for (const message of termFaults(terms)) context.addIssue({ code: 'custom', message })
})

function termFaults(terms: AgreementTerms): string[] {
  const { from, to, mode, format, schedule, endpoint, secretIds, items } = terms
  const formats: readonly string[] = formatsOfMode[mode]
  const families = items.map(({ family }) => family)
  return [
    ...(from > to ? ['终止日期早于起始日期 / to is before from'] : []),
    ...(new Set(families).size < families.length ? ['同一记录类别只列一次 / a family is named twice'] : []),
    ...(format !== undefined && !formats.includes(format) ? [`format: ${formats.join(', ')}`] : []),
    ...(schedule !== undefined && !isCron(schedule.cron)
      ? ['schedule.cron: 不是 cron 表达式 / no cron expression']
      : []),
    ...(mode === 'FILE' && schedule === undefined ? ['文件方式须有 schedule / files need a schedule'] : []),
    ...(mode !== 'PULL' && endpoint === undefined ? [`${mode} 须有 endpoint / needs an endpoint`] : []),
    ...(mode === 'PUSH' ? endpointFaults('endpoint', endpoint ?? '') : nameFaults(endpoint)),
    ...digestFaults(terms),
    ...(mode === 'FILE' ? fileFaults(items) : []),
    ...(mode === 'PUSH' && secretIds.length === 0 ? ['推送须有 secretIds / push needs a secret'] : []),
    ...levelFaults(terms),
  ]
}

function digestFaults(terms: AgreementTerms): string[] {
  const { digestEndpoint } = terms
  if (digestEndpoint === undefined) return []
  if (formatOf(terms) === 'WEBHOOK') return endpointFaults('digestEndpoint', digestEndpoint)
  return ['digestEndpoint: 仅用于 WEBHOOK / for webhooks only']
}

function endpointFaults(name: string, endpoint: string): string[] {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isWeb = url !== undefined && ['http:', 'https:'].includes(url.protocol)
  if (!isWeb || url.username !== '' || url.password !== '' || url.hash !== '')
    return [`${name}: 须为不含口令的 http(s) 地址 / must be an http(s) address without credentials`]
  return []
}

/** No path: a folder or database that the settings do not hold cannot be named. */
function nameFaults(endpoint: string | undefined): string[] {
  const isName = endpoint === undefined || /^[a-z0-9][a-z0-9-]{0,60}$/.test(endpoint)
  return isName ? [] : ['endpoint: 须为小写字母、数字和连字符 / lower-case letters, digits, hyphens']
}

/** A file is a national form, whose columns nobody agrees about. */
function fileFaults(items: readonly CatalogueItem[]): string[] {
  const formed = recordFamilies.filter(({ typeName }) => nationalRecords.some((record) => record === typeName))
  const families: readonly string[] = formed.map(({ family }) => family)
  return [
    ...(items.some(({ family }) => !families.includes(family)) ? [`文件只有 / files are of: ${families}`] : []),
    ...(items.some(({ fields }) => fields !== undefined) ? ['文件的字段由表式决定 / the form decides the fields'] : []),
  ]
}

function levelFaults({ level, purpose, sections }: AgreementTerms): string[] {
  const allowed = purpose === undefined ? undefined : sectionsOfPurpose(purpose)
  if (purpose !== undefined && allowed === undefined) return ['purpose: 没有这个目的 / no purpose of the catalogue']
  if (level === 'SHARED') return sections === undefined ? [] : ['sections: 仅用于 AUTHORIZED / for AUTHORIZED only']
  if (allowed === undefined || sections === undefined) return ['AUTHORIZED 须有 purpose 与 sections / needs both']
  const beyond = sections.filter((section) => !allowed.includes(section))
  return beyond.length === 0 ? [] : [`sections: ${purpose} 不含 / does not include ${beyond.join(', ')}`]
}

/** The format in which an agreement's data go out. */
export function formatOf({ mode, format }: Pick<AgreementTerms, 'mode' | 'format'>): string {
  return format ?? formatsOfMode[mode][0]
}

import { nationalRecords, nationalStandards } from '@hub/schema/nationalFields/nationalForm'
import { z } from 'zod'
import { fileFormats } from './formats/nationalFile.ts'

const columnFault = z.object({ code: z.string(), name: z.string(), message: z.string() })
const recordFaults = z.object({ recordId: z.string(), version: z.int(), faults: z.array(columnFault) })

/** By what a receiver finds a row again (文号 + 机关 + 相对人). */
export const rowKeySchema = z.object({
  docNo: z.string(),
  authorityUscc: z.string(),
  subjectName: z.string(),
})

export type RowKey = z.output<typeof rowKeySchema>

/** What stands beside every file: it is written last, so that a file without one is not finished. */
export const manifestSchema = z.object({
  file: z.string(),
  agreementId: z.string(),
  agreementVersion: z.int(),
  record: z.enum(nationalRecords),
  subject: z.enum(['LEGAL_PERSON', 'NATURAL_PERSON']),
  standard: z.enum(nationalStandards),
  format: z.enum(fileFormats),
  /** 征集周期, first and last day. */
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  /** 1, 2 … of a period; a later one takes the place of the file that it names. */
  version: z.int().min(1),
  replaces: z.string().optional(),
  /** Only withdrawals, which do not wait for the file of the period. */
  ahead: z.literal(true).optional(),
  /** 无数据上报: the period had nothing; the file is empty. */
  nil: z.boolean(),
  rows: z.int(),
  bytes: z.int(),
  digests: z.object({ SM3: z.string(), 'SHA-256': z.string() }),
  /** Records that the form would refuse, to be put right by their division. */
  withheld: z.array(recordFaults),
  /** Written, with what is unusual about them. */
  remarks: z.array(recordFaults),
  /** Rows of earlier files that no longer stand. */
  withdrawals: z.array(
    rowKeySchema.extend({ kind: z.string(), effectiveOn: z.iso.date().nullable(), sentIn: z.string() }),
  ),
  writtenAt: z.iso.datetime(),
})

export type Manifest = z.output<typeof manifestSchema>

/** The name of a file's manifest. */
export function manifestName(file: string): string {
  return `${file}.manifest.json`
}

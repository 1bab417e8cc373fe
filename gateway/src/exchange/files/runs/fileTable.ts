import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import {
  type NationalRecord,
  type NationalStandard,
  nationalRecords,
  type SubjectKind,
} from '@hub/schema/nationalFields/nationalForm'

/** A table of the 双公示 forms, as a file holds it. */
export interface FileTable {
  readonly record: NationalRecord
  readonly subject: SubjectKind
  /** The last two characters of 报文号. No source confirms these numbers. */
  readonly number: string
}

const tables: readonly FileTable[] = [
  { record: 'AdministrativePermit', subject: 'LEGAL_PERSON', number: '01' },
  { record: 'AdministrativePermit', subject: 'NATURAL_PERSON', number: '02' },
  { record: 'AdministrativePenalty', subject: 'LEGAL_PERSON', number: '03' },
  { record: 'AdministrativePenalty', subject: 'NATURAL_PERSON', number: '04' },
]

/** The tables of an edition: one for everybody in 2016, one for each kind of subject since. */
export function fileTables(standard: NationalStandard): FileTable[] {
  return standard === 'SGS-2016' ? tables.filter(({ subject }) => subject === 'LEGAL_PERSON') : [...tables]
}

/** The record family that a table holds. */
export function familyOf({ record }: FileTable): string {
  const found = recordFamilies.find(({ typeName }) => typeName === record)
  if (found === undefined) throw new Error(`no family of ${record}; there are ${nationalRecords}`)
  return found.family
}

import { normaliseName } from '@hub/schema/names/normaliseName'
import fc from 'fast-check'
import type { RecordState } from '../family/recordEnvelope.ts'
import type { FamilyFields } from '../family/recordFamily.ts'

/** One version of a record as a test knows it. */
export interface NaiveRecord {
  recordId: string
  subjectId: string
  fields: FamilyFields
  recordState: RecordState
  recordedAt: number
  supersededAt: number
}

/** What a filter argument is asked with, and what it has to mean, said without a database. */
export interface NaiveFilter {
  value: fc.Arbitrary<unknown>
  holds: (record: NaiveRecord, value: unknown) => boolean
}

type Read = (fields: FamilyFields) => unknown

/** The field is exactly the value. */
export const is = (read: Read, values: readonly unknown[]): NaiveFilter => ({
  value: fc.constantFrom(...values),
  holds: ({ fields }, value) => read(fields) === value,
})

/** The list holds the value. */
export const holdsElement = (read: Read, values: readonly unknown[]): NaiveFilter => ({
  value: fc.constantFrom(...values),
  holds: ({ fields }, value) => ((read(fields) ?? []) as unknown[]).includes(value),
})

/** The date, or the number of one digit, is this one or later. */
export const notBefore = (read: Read, dates: readonly (string | number)[]): NaiveFilter => ({
  value: fc.constantFrom(...dates),
  holds: ({ fields }, value) => isPresent(read(fields)) && String(read(fields)) >= String(value),
})

/** The date is this one or earlier. */
export const notAfter = (read: Read, dates: readonly string[]): NaiveFilter => ({
  value: fc.constantFrom(...dates),
  holds: ({ fields }, value) => isPresent(read(fields)) && String(read(fields)) <= String(value),
})

/** The name contains the text, however both are typed. */
export const nameContains = (read: Read, texts: readonly string[]): NaiveFilter => ({
  value: fc.constantFrom(...texts),
  holds: ({ fields }, value) => {
    const wanted = normaliseName(String(value))
    const name = read(fields)
    return value === '' || (isPresent(name) && normaliseName(String(name)).includes(wanted))
  },
})

/** The day lies between both dates of the record, where it has them. */
export const holdsOn = (read: (fields: FamilyFields) => [unknown, unknown], dates: readonly string[]): NaiveFilter => ({
  value: fc.constantFrom(...dates),
  holds: ({ fields }, value) => {
    const [from, to] = read(fields)
    return (!isPresent(from) || String(from) <= String(value)) && (!isPresent(to) || String(to) >= String(value))
  },
})

/** The record is in this state. */
export const inState: NaiveFilter = {
  value: fc.constantFrom('CURRENT', 'WITHDRAWN', 'REPAIRED'),
  holds: ({ recordState }, value) => recordState === value,
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null

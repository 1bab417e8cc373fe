import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import fc from 'fast-check'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import type { NaiveFilter, NaiveRecord } from './naiveFilter.ts'

/** What a family's root list has to answer, said without a database. */
export interface ListExpectation {
  family: RecordFamily
  /** Root field. */
  list: string
  /** Stem of its input types: `<stem>Filter`, `<stem>Order`. */
  stem: string
  fields: fc.Arbitrary<FamilyFields>
  /** Fields that a row without them does not take away. */
  lasting?: readonly string[]
  /** Field with the day that a row is of: rows are dated in the order in which they come. */
  dayOfRow?: string
  filters: Readonly<Record<string, NaiveFilter>>
  /** What the orders sort by; `RECORDED_AT` is known to all. */
  orders: Readonly<Record<string, (fields: FamilyFields) => string | number | null | undefined>>
  /** How far a record in force is open on a day, as the domain guide has it; to everyone where nothing is said. */
  openTo?: (fields: FamilyFields, today: string) => 'PUBLIC' | 'SHARED' | 'INTERNAL'
}

/** One act on the store, in the order of the test. */
export type NaiveWrite =
  | { kind: 'PUT'; subject: string; fields: FamilyFields }
  | { kind: 'STATE'; target: number; recordState: 'CURRENT' | 'WITHDRAWN' | 'REPAIRED' }
  | { kind: 'CORRECT'; target: number; fields: FamilyFields }

/** One question to the list; `asOf` counts writes, so that it can lie before, between and after them. */
export interface NaiveQuestion {
  filter: Record<string, unknown>
  orderBy: { field: string; direction: 'ASC' | 'DESC' }
  first: number
  asOf: number | undefined
  caller: CallerClaims
}

/** Writes with corrections and withdrawals among them, and questions about what came of them. */
export function listScenarios({ family, fields, filters, orders }: ListExpectation) {
  const target = fc.nat(1_000)
  const write: fc.Arbitrary<NaiveWrite> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('PUT' as const), subject: fc.constantFrom('S1', 'S2', 'S3'), fields }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('STATE' as const),
        target,
        recordState: fc.constantFrom('CURRENT' as const, 'WITHDRAWN' as const, 'REPAIRED' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('CORRECT' as const), target, fields }) },
  )
  const values = Object.fromEntries(Object.entries(filters).map(([name, { value }]) => [name, value]))
  const question: fc.Arbitrary<NaiveQuestion> = fc.record({
    filter: sparse(values),
    orderBy: fc.record({
      field: fc.constantFrom(...Object.keys(orders), 'RECORDED_AT'),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    }),
    first: fc.integer({ min: 1, max: 12 }),
    asOf: fc.option(fc.nat(40), { nil: undefined }),
    caller: fc.constantFrom(...listCallers(family.division)),
  })
  return fc.record({
    writes: fc.array(write, { minLength: 15, maxLength: 30 }),
    questions: fc.array(question, { minLength: 30, maxLength: 40 }),
  })
}

/** The answer to a question: the ids in order. */
export function naiveList(
  expectation: ListExpectation,
  versions: readonly NaiveRecord[],
  { filter, orderBy: { field, direction }, caller }: NaiveQuestion,
  asOf: number,
): string[] {
  const { filters, orders } = expectation
  const asked = Object.entries(filter)
  const found = versions.filter(
    (version) =>
      version.recordedAt <= asOf &&
      asOf < version.supersededAt &&
      isKnown(expectation, versions, version, caller) &&
      (filter.recordState !== undefined || version.recordState === 'CURRENT') &&
      asked.every(([name, value]) => filters[name]?.holds(version, value)),
  )
  const sortValue = (version: NaiveRecord) =>
    field === 'RECORDED_AT' ? version.recordedAt : (orders[field]?.(version.fields) ?? null)
  const sign = direction === 'ASC' ? 1 : -1
  const compared = (a: NaiveRecord, b: NaiveRecord) =>
    compare(sortValue(a), sortValue(b)) || compare(a.recordId, b.recordId)
  return found.sort((a, b) => sign * compared(a, b)).map(({ recordId }) => recordId)
}

/** Callers of every kind of reach. */
function listCallers(division: DivisionName): CallerClaims[] {
  const elsewhere = division === 'trade' ? 'personnel' : 'trade'
  return [
    anonymous,
    { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] },
    { caller: 'analyst', role: 'ANALYST' },
    { caller: 'colleague', role: 'OFFICER', division: elsewhere },
    { caller: 'officer', role: 'OFFICER', division },
    { caller: 'inspector', role: 'INSPECTOR' },
    { caller: 'administrator', role: 'SYSTEM_ADMIN' },
  ]
}

/** Whether a caller may know of a version: of it as it was, and of its record as it stands. */
function isKnown(
  expectation: ListExpectation,
  versions: readonly NaiveRecord[],
  version: NaiveRecord,
  caller: CallerClaims,
): boolean {
  const standing = versions.find(
    ({ recordId, supersededAt }) => recordId === version.recordId && supersededAt === Number.POSITIVE_INFINITY,
  )
  return standing !== undefined && [version, standing].every((one) => isOpen(expectation, one, caller))
}

function isOpen(
  { family, openTo }: ListExpectation,
  { recordState, subjectId, fields }: NaiveRecord,
  caller: CallerClaims,
): boolean {
  if (caller.role === 'INSPECTOR' || caller.division === family.division) return true
  if (recordState === 'WITHDRAWN') return false
  if (caller.subjectIds?.includes(subjectId)) return true
  if (recordState === 'REPAIRED') return false
  const level = openTo?.(fields, shanghaiDate(new Date())) ?? 'PUBLIC'
  const isGovernment = caller.role === 'ANALYST' || caller.role === 'OFFICER'
  return level === 'PUBLIC' || (level === 'SHARED' && isGovernment)
}

/** One or two arguments at a time, since all at once hardly ever match anything. */
function sparse(values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(values)
  return fc
    .subarray(names, { maxLength: Math.min(2, names.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, values[name] ?? fc.constant(null)]))))
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

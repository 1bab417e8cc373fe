import type { RecordFamily } from '@hub/kit/family/recordFamily'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { guideFields } from '../expectedGraph.ts'
import { guideHub } from '../guideHub.ts'
import type { LeakCaller } from '../leakCallers.ts'
import type { LeakRow } from '../leakRows.ts'
import { knows, type StandingRow } from '../rowFindings.ts'

/** What one agreement lets out of a family: fields by their names, rows by whom and what they are about. */
export interface AgreedItem {
  /** All that the level opens, when undefined. */
  readonly fields?: readonly string[]
  readonly covers?: (row: StandingRow) => boolean
}

/** Who is told of changes: a caller, or a partner to whom an agreement reaches. */
export interface ChangeReader {
  readonly name: string
  /** Whose levels hold. */
  readonly caller: LeakCaller
  /** What of a family the agreement lets out; a caller is held by his levels alone. */
  readonly itemOf?: (family: string) => AgreedItem | undefined
}

/** A row with the family and the division that keep it. */
export interface KeptRow {
  readonly row: StandingRow
  readonly family: RecordFamily
  readonly division: DivisionName
}

/** What a reader is to be told of a record: its content, that it is gone, or nothing. */
export type Telling = 'CONTENT' | 'GONE' | 'ABSENT'

/** What goes out of every record by an agreement (architecture, section 4): what it is, in which version and state. */
const ALWAYS = ['recordId', 'version', 'recordState', 'validFrom', 'validTo']

/** Whether changes are told to a caller at all (guide, R10: to government). */
export function isTold({ claims }: LeakCaller): boolean {
  return guideHub['Query.changes']?.roles.includes(claims.role) === true
}

/** Every row was open as its family is before anything became of it. */
export function asReported({ since = [], ...row }: StandingRow): StandingRow {
  if (since.length === 0) return row
  return { ...row, letter: row.family === 'accompanying-notes' ? 'G' : 'P' }
}

/**
 * What a reader is told of a row.
 * @param had whether he was told of it as it was reported; a partner that comes later never was
 */
export function tellingOf({ caller, itemOf }: ChangeReader, { row, division, family }: KeptRow, had = true): Telling {
  const item = itemOf?.(row.family)
  if (itemOf !== undefined && (item === undefined || item.covers?.(row) === false)) return 'ABSENT'
  if (itemOf !== undefined && family.isSubject) return 'ABSENT'
  if (knows(caller, row, division)) return isRecord(family, row, itemOf !== undefined) ? 'CONTENT' : 'GONE'
  return had && knows(caller, asReported(row), division) ? 'GONE' : 'ABSENT'
}

/**
 * Subjects are no records: changes name them without content, and agreements, which let records of the catalogue out
 * (guide, R11), never: what comes without content is to be used no more (信用修复: 停止共享和使用). What is sent stands.
 */
function isRecord({ isSubject }: RecordFamily, { since = [] }: LeakRow, isAgreed: boolean): boolean {
  const state = since.findLast(({ recordState }) => recordState)?.recordState ?? 'CURRENT'
  return !isSubject && (!isAgreed || state === 'CURRENT')
}

const letters = new Map(guideFields.map(({ coordinate, letter }) => [coordinate, letter]))

/** Whether a reader may see a field of a row, beneath one of the record's own fields. */
export function isOpenField(
  { caller, itemOf }: ChangeReader,
  { row, family, division }: KeptRow,
  { top, coordinate }: { readonly top: string; readonly coordinate: string },
): boolean {
  const agreed = itemOf?.(row.family)?.fields
  if (agreed !== undefined && !agreed.includes(top) && !ALWAYS.includes(top)) return false
  const isOpen = (one: string): boolean => caller.sees(letters.get(one) ?? 'P', row.about, division, one)
  if (row.heldBack?.includes(top) && !caller.sees('I', row.about, division, coordinate)) return false
  return isOpen(`${family.typeName}.${top}`) && isOpen(coordinate)
}

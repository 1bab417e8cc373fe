import type { NationalRecord } from '@hub/schema/nationalFields/nationalForm'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import type { Column } from './columns/column.ts'
import type { FieldKind } from './values/fieldKind.ts'

/** What a division says of a field beyond its SDL. */
export interface ColumnNote {
  /** Where the SDL does not show the field, or shows it in another form. */
  kind?: FieldKind
  /** Further headings under which files bring it; the first names the column where the SDL does not. */
  headings?: readonly string[]
  /** Further spellings of a choice: as written in files -> schema value. */
  spellings?: Readonly<Record<string, string>>
}

/** How files of one record family come in: everything that the family, its SDL and the national forms do not say already. */
export interface ImportDefinition {
  family: RecordFamily
  /** Import path where it is not the family's name, e.g. `registry` for subjects. */
  name?: string
  /** The family's rules: a file beside the division's `src`. */
  rulesFile: URL
  /** 双公示 record whose forms (2015/16, 2018, 2019) the columns may follow. */
  nationalRecord?: NationalRecord
  /** Field with the day of the fact, for names that a subject bore at the time. */
  factDay?: string
  columns?: Readonly<Record<string, ColumnNote>>
  /** Fields that the store fills by itself: no file has a column for them. */
  keptByStore?: readonly string[]
  /** Columns that no field of the record holds, beside those that name the subject. */
  beside?: readonly Column[]
  /** Whether a row says that its record should never have been, rather than what it is. */
  withdraws?: (read: FamilyFields) => boolean
  /** Fields computed from those that were read, e.g. the year of a date; `read` itself is kept. */
  complete?: (read: FamilyFields) => FamilyFields
}

import type { FieldKind } from '../values/fieldKind.ts'

/** One field of a record family as files bring it. */
export interface Column {
  /** Name in the schema and in the store. */
  field: string
  kind: FieldKind
  /** The heading of templates and exports. */
  chineseName: string
  /** Every other spelling: national codes of all editions, older names. */
  aliases: readonly string[]
  /** Where the column brings one field of a nested value: that field. */
  inner?: string
  /** It only says whom the row is about, and no field of the record holds it. */
  isBeside?: true
  /** Of the national data standard, where it has the field. */
  nationalCode?: string
  /** In characters. */
  maxLength?: number
}

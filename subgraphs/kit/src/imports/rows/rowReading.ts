import type { FamilyFields } from '../../family/recordFamily.ts'

/** Why a row is doubted or remarked on: which column, which rule on which document, told in Chinese. */
export interface RowFault {
  field?: string
  rule: string
  /** Id of the normative document that the rule rests on. */
  document?: string
  message: string
}

/** What a row was understood to say, before any rule about the family was asked. */
export interface RowReading {
  line: number
  values: FamilyFields
  /** Heading -> text of every cell that no field of the record says word for word: normalised, not understood, of no known column. */
  raw: Record<string, string>
  faults: RowFault[]
  warnings: RowFault[]
}

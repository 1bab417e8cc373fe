import type { NationalForm } from '@hub/schema/nationalFields/nationalForm'
import type { Manifest, RowKey } from './manifest.ts'
import type { Reporter } from './national/completedRecord.ts'
import type { ExportedRecord } from './national/nationalCell.ts'
import { nationalRow } from './national/nationalRow.ts'

/** One change of a record, as the feed tells it. */
export interface ExportChange {
  readonly division: string
  /** The division's number of it. */
  readonly sequence: number
  readonly kind: string
  readonly recordId: string
  readonly version: number
  readonly effectiveOn: string | null
  /** As it stands now; null where it may not be known any more. */
  readonly record: ExportedRecord | null
}

/** A row that a partner was given in an earlier file. */
export interface SentRow {
  readonly file: string
  readonly key: RowKey
}

/** A row of a file, and what the partner knows it by. */
export interface PlannedRow {
  readonly recordId: string
  readonly version: number
  readonly key: RowKey
}

export interface PlanQuestion {
  readonly form: NationalForm
  readonly reporter: Reporter
  /** The day of the report, YYYY-MM-DD. */
  readonly day: string
}

/**
 * What a file will hold, and what it will not and why: each record once, as it stands now; what no longer stands, or
 * belongs into another form now, is withdrawn where it was sent. The cells of rows are not kept.
 */
export class FilePlan implements Pick<Manifest, 'withheld' | 'remarks' | 'withdrawals'> {
  readonly rows: PlannedRow[] = []
  readonly withheld: Manifest['withheld'] = []
  readonly remarks: Manifest['remarks'] = []
  readonly withdrawals: Manifest['withdrawals'] = []
  /** Records of the withdrawals. */
  readonly withdrawn = new Set<string>()
  /** Of the records that are withheld, the days of their decisions. */
  readonly decidedOn = new Map<string, string>()

  constructor(private readonly question: PlanQuestion) {}

  /**
   * Plans what becomes of a record by the last change of it.
   * @param before its row in an earlier file
   * @returns the cells of its row, where it has one
   */
  take(change: ExportChange, before: SentRow | undefined): readonly string[] | undefined {
    const { form, reporter, day } = this.question
    const { recordId, record, kind, effectiveOn } = change
    if (record === null || !belongsIn(form, record)) {
      if (before === undefined) return undefined
      this.withdrawals.push({ ...before.key, kind, effectiveOn, sentIn: before.file })
      this.withdrawn.add(recordId)
      return undefined
    }
    const { cells, faults, remarks } = nationalRow(form, record, reporter, day)
    const version = typeof record.version === 'number' ? record.version : change.version
    if (faults.length > 0) {
      this.withheld.push({ recordId, version, faults: [...faults] })
      if (typeof record.decidedOn === 'string') this.decidedOn.set(recordId, record.decidedOn)
      return undefined
    }
    this.rows.push({ recordId, version, key: rowKey(record) })
    if (remarks.length > 0) this.remarks.push({ recordId, version, faults: [...remarks] })
    return cells
  }
}

/** Whether a record belongs into a template: those of 2018 and later are two, that of 2016 is one. */
export function belongsIn(
  { standard, subject }: Pick<NationalForm, 'standard' | 'subject'>,
  { subjectCategory }: ExportedRecord,
): boolean {
  if (standard === 'SGS-2016') return true
  return (subjectCategory === 'NATURAL_PERSON') === (subject === 'NATURAL_PERSON')
}

function rowKey({ docNo, authorityUscc, subjectName, personName }: ExportedRecord): RowKey {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return { docNo: text(docNo), authorityUscc: text(authorityUscc), subjectName: text(subjectName ?? personName) }
}

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

export interface PlannedRow {
  readonly recordId: string
  readonly version: number
  readonly cells: readonly string[]
  readonly key: RowKey
}

/** What a file will hold, and what it will not and why. */
export interface FilePlan extends Pick<Manifest, 'withheld' | 'remarks' | 'withdrawals'> {
  readonly rows: readonly PlannedRow[]
  /** Records of the withdrawals. */
  readonly withdrawn: ReadonlySet<string>
}

export interface PlanQuestion {
  readonly form: NationalForm
  readonly changes: readonly ExportChange[]
  /** Rows of earlier files by record. */
  readonly sent: ReadonlyMap<string, SentRow>
  readonly reporter: Reporter
  /** The day of the report, YYYY-MM-DD. */
  readonly day: string
}

/**
 * Plans a file: each record once, as it stands now; what no longer stands, or belongs into another form now, is withdrawn
 * where it was sent.
 */
export function planFile({ form, changes, sent, reporter, day }: PlanQuestion): FilePlan {
  const rows: PlannedRow[] = []
  const withheld: Manifest['withheld'] = []
  const remarks: Manifest['remarks'] = []
  const withdrawals: Manifest['withdrawals'] = []
  const withdrawn = new Set<string>()
  for (const change of lastChanges(changes)) {
    const { recordId, record, kind, effectiveOn } = change
    const before = sent.get(recordId)
    if (record === null || !belongsIn(form, record)) {
      if (before === undefined) continue
      withdrawals.push({ ...before.key, kind, effectiveOn, sentIn: before.file })
      withdrawn.add(recordId)
      continue
    }
    const { cells, faults, remarks: notes } = nationalRow(form, record, reporter, day)
    const version = typeof record.version === 'number' ? record.version : change.version
    if (faults.length > 0) withheld.push({ recordId, version, faults: [...faults] })
    else rows.push({ recordId, version, cells, key: rowKey(record) })
    if (faults.length === 0 && notes.length > 0) remarks.push({ recordId, version, faults: [...notes] })
  }
  return { rows, withheld, remarks, withdrawals, withdrawn }
}

function lastChanges(changes: readonly ExportChange[]): ExportChange[] {
  const last = new Map<string, ExportChange>()
  for (const change of changes) {
    const known = last.get(change.recordId)
    if (known === undefined || known.version <= change.version) last.set(change.recordId, change)
  }
  return [...last.values()]
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

import type { FileEntry } from '../files/fileLog.ts'
import { noRows, type Reconciliation, type ReportedRows, reconciliation, type Unreported } from './reconciliation.ts'

/** 对账 of files: their rows against the receipts that were read back; of a period reported again, the last version. */
export function fileReconciliation(entries: readonly FileEntry[], unreported: Unreported = {}): Reconciliation {
  const replaced = new Set(
    entries.flatMap(({ replaces, state }) => (state === 'WRITTEN' && replaces ? [replaces] : [])),
  )
  const counted = entries.filter(({ file, state }) => state === 'WRITTEN' && !replaced.has(file))
  const rows = counted.map(rowsOf)
  const sum = (name: keyof ReportedRows): number => rows.reduce((total, one) => total + one[name], 0)
  const names = Object.keys(noRows) as (keyof ReportedRows)[]
  const total = Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<keyof ReportedRows, number>
  const reported = counted.reduce((all, { manifest }) => all + (manifest?.rows ?? 0), 0)
  const unexplained = counted.filter(isContradicted).map(({ file }) => ({ place: file }))
  return reconciliation(reported, total, { ...unreported, unexplained })
}

/** Whether a receipt counts other rows than it names, or names more than there are. */
function isContradicted({ manifest, receipt }: FileEntry): boolean {
  if (receipt === undefined) return false
  const counted = Object.values(receipt.counts).reduce((total, count) => total + count, 0)
  return counted !== receipt.lines.length || receipt.lines.length > (manifest?.rows ?? 0)
}

function rowsOf({ manifest, receipt }: FileEntry): ReportedRows {
  const rows = manifest?.rows ?? 0
  if (receipt === undefined) return { ...noRows, inFlight: rows }
  const { CREATED, UPDATED, DOUBT, UNLINKED, DUPLICATE, REFUSED } = receipt.counts
  return {
    ...noRows,
    accepted: CREATED + UPDATED,
    doubt: DOUBT,
    unlinked: UNLINKED,
    duplicate: DUPLICATE,
    refused: REFUSED,
    inFlight: rows - receipt.lines.length,
  }
}

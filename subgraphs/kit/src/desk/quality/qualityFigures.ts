import { ratio } from '@hub/schema/figures/ratio'
import type { BatchCounts, StateCounts } from './batchCounts.ts'
import type { DutyCounts } from './dutyCounts.ts'

/** By what batches were put together. */
export interface QualityGroup {
  family?: string
  month?: string
  batchNo?: string
}

/**
 * The figures of some batches together; what each means and where it comes from is in this folder's README.
 * @param duties how the duties of the same batches stand
 */
export function qualityFigures(counts: readonly BatchCounts[], duties: DutyCounts, group: QualityGroup) {
  const total = (of: (count: BatchCounts) => number) => counts.reduce((sum, count) => sum + of(count), 0)
  const states = (of: (count: BatchCounts) => StateCounts): StateCounts => ({
    pending: total((count) => of(count).pending),
    modified: total((count) => of(count).modified),
    processed: total((count) => of(count).processed),
    ignored: total((count) => of(count).ignored),
    total: total((count) => of(count).total),
  })
  const doubts = states((count) => count.doubts)
  const stored = total(({ standing }) => standing.stored)
  const withoutSubject = total((count) => count.withoutSubject)
  const collected = stored + total(({ standing: { doubtful, unlinked, ignored } }) => doubtful + unlinked + ignored)
  const [checked, wrong] = [total((count) => count.checked), total((count) => count.wrong)]
  const { done, doneLate, overdue } = duties
  return {
    ...group,
    batches: counts.length,
    submitted: total(({ standing }) => standing.submitted),
    collected,
    stored,
    checked,
    doubts,
    unlinked: states((count) => count.unlinked),
    modifiedRate: ratio(doubts.modified, doubts.total),
    processedRate: ratio(doubts.processed, doubts.total),
    ignoredRate: ratio(doubts.ignored, doubts.total),
    storedRate: ratio(stored, collected),
    linkedRate: ratio(stored, stored + withoutSubject),
    compliantRate: ratio(stored + withoutSubject, collected),
    correctRate: ratio(checked - wrong, checked),
    errorRate: ratio(wrong, checked),
    duties,
    lateRate: ratio(doneLate, done + doneLate),
    timelyRate: ratio(done, done + doneLate),
    overdueRate: ratio(overdue, done + doneLate + overdue + duties.due + duties.dueSoon),
  }
}

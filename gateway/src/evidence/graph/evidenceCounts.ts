import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { daysAgo, RECENT_DAYS } from './daysAgo.ts'
import { type EvidenceFilter, evidenceCondition } from './evidenceCondition.ts'

const MOST_GROUPS = 200

const members = {
  CALLER: 'caller',
  ROLE: 'role',
  UNIT: 'unit',
  SUBJECT: 'subjectIds',
  PURPOSE: 'purpose',
  OPERATION: 'operation',
  KIND: 'kind',
  RESULT: 'result',
} as const

export interface EvidenceCountsArguments {
  readonly by: keyof typeof members
  readonly filter?: EvidenceFilter | null
}

/** Resolver of `EvidenceViews.counts`: how many records there are of each caller, subject, purpose …, the most first. */
export function evidenceCounts(store: EvidenceStore) {
  return async (_: unknown, { by, filter }: EvidenceCountsArguments, context: InProcessContext) => {
    const member = members[by]
    const recent = filter?.from || filter?.to ? {} : { from: daysAgo(RECENT_DAYS) }
    const counted = await store.records
      .aggregate<{ _id: string | null; records: number }>(
        [
          { $match: evidenceCondition({ ...filter, ...recent }) },
          ...(by === 'SUBJECT' ? [{ $unwind: '$subjectIds' }] : []),
          { $group: { _id: `$${member}`, records: { $sum: 1 } } },
          { $sort: { records: -1, _id: 1 } },
          { $limit: MOST_GROUPS },
        ],
        { allowDiskUse: true, ...databaseLimits(context) },
      )
      .toArray()
    return counted.map(({ _id, records }) => ({ value: _id, records: Number(records) }))
  }
}

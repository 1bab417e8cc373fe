import type { Role } from '@hub/schema/access/callerClaims'
import type { mongo } from 'mongoose'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import type { CallerVolume } from './unusualVolumes.ts'
import type { VolumePeriod } from './volumeRules.ts'

export interface VolumeSpan {
  readonly per: VolumePeriod
  readonly from: Date
  readonly to: Date
}

interface CountedVolume {
  readonly _id: { readonly caller: string; readonly startsAt: Date }
  readonly role?: Role
  readonly unit?: string
  readonly subjects: number
}

/** How many subjects every caller read of in each period of a time; days are those of Shanghai. */
export async function callerVolumes(
  { records }: EvidenceStore,
  { per, from, to }: VolumeSpan,
  limits: mongo.AggregateOptions,
): Promise<CallerVolume[]> {
  const unit = per === 'DAY' ? 'day' : 'hour'
  const startsAt = { $dateTrunc: { date: '$at', unit, timezone: 'Asia/Shanghai' } }
  const counted = await records
    .aggregate<CountedVolume>(
      [
        { $match: { at: { $gte: from, $lt: to }, kind: 'ACCESS' } },
        { $project: { caller: 1, role: 1, unit: 1, subjectIds: 1, startsAt } },
        { $unwind: '$subjectIds' },
        {
          $group: {
            _id: { caller: '$caller', startsAt: '$startsAt', subject: '$subjectIds' },
            role: { $last: '$role' },
            unit: { $last: '$unit' },
          },
        },
        {
          $group: {
            _id: { caller: '$_id.caller', startsAt: '$_id.startsAt' },
            role: { $last: '$role' },
            unit: { $last: '$unit' },
            subjects: { $sum: 1 },
          },
        },
      ],
      { allowDiskUse: true, ...limits },
    )
    .toArray()
  return counted.map(({ _id, role, unit: office, subjects }) => ({
    ..._id,
    role: role ?? undefined,
    unit: office ?? undefined,
    subjects: Number(subjects),
  }))
}

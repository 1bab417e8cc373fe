import type { Role } from '@hub/schema/access/callerClaims'
import type { VolumePeriod, VolumeRules } from './volumeRules.ts'

/** How many subjects one caller has read of in one period, each counted once. */
export interface CallerVolume {
  readonly caller: string
  readonly role: Role | undefined
  readonly unit: string | undefined
  readonly startsAt: Date
  readonly subjects: number
}

/** A volume that is out of the ordinary, and by which measure. */
export interface UnusualVolume extends CallerVolume {
  /** Median of his own past; undefined where that is too short. */
  readonly usual: number | undefined
  readonly threshold: number
}

export interface VolumeQuestion {
  readonly per: VolumePeriod
  /** Periods that begin from here on are judged. */
  readonly from: Date
  readonly rules: VolumeRules
}

const DAY_MILLIS = 86_400_000

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The volumes that reach their threshold: a multiple of the caller's own past, and never less than a minimum. The largest first. */
export function unusualVolumes(
  volumes: readonly CallerVolume[],
  { per, from, rules }: VolumeQuestion,
): UnusualVolume[] {
  const ofCaller = new Map<string, CallerVolume[]>()
  for (const volume of volumes) {
    const known = ofCaller.get(volume.caller)
    if (known === undefined) ofCaller.set(volume.caller, [volume])
    else known.push(volume)
  }
  const judged = volumes.flatMap((volume): UnusualVolume[] => {
    if (volume.startsAt < from) return []
    const { roles, default: common } = rules.periods[per]
    const { minimum, factor, newcomer } = (volume.role && roles[volume.role]) ?? common
    const begins = volume.startsAt.getTime() - rules.pastDays * DAY_MILLIS
    const past = (ofCaller.get(volume.caller) ?? []).filter(
      ({ startsAt }) => startsAt < volume.startsAt && startsAt.getTime() >= begins,
    )
    const usual = past.length < rules.minimumPast ? undefined : median(past.map(({ subjects }) => subjects))
    const threshold = usual === undefined ? newcomer : Math.max(minimum, Math.ceil(usual * factor))
    return volume.subjects < threshold ? [] : [{ ...volume, usual, threshold }]
  })
  return judged.toSorted((a, b) => b.subjects - a.subjects || a.caller.localeCompare(b.caller))
}

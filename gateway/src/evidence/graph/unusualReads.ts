import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { callerVolumes } from '../volume/callerVolumes.ts'
import { unusualVolumes } from '../volume/unusualVolumes.ts'
import type { VolumePeriod, VolumeRules } from '../volume/volumeRules.ts'
import { daysAgo } from './daysAgo.ts'

const JUDGED_DAYS = 7
const DAY_MILLIS = 86_400_000

export interface UnusualReadsArguments {
  readonly per?: VolumePeriod | null
  readonly from?: Date | null
  readonly to?: Date | null
}

/** Resolver of `EvidenceViews.unusualVolume`: who read of far more subjects than he used to. */
export function unusualReads(store: EvidenceStore, rules: VolumeRules) {
  return async (_: unknown, given: UnusualReadsArguments, context: InProcessContext) => {
    const per = given.per ?? 'DAY'
    const from = given.from ?? daysAgo(JUDGED_DAYS)
    const past = new Date(from.getTime() - rules.pastDays * DAY_MILLIS)
    const span = { per, from: past, to: given.to ?? new Date() }
    const volumes = await callerVolumes(store, span, databaseLimits(context))
    return unusualVolumes(volumes, { per, from, rules }).map(({ usual, ...volume }) => ({
      ...volume,
      usual: usual === undefined ? null : String(usual),
    }))
  }
}

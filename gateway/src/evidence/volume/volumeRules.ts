import { readFileSync } from 'node:fs'
import { roles } from '@hub/schema/access/callerClaims'
import { z } from 'zod'

const count = z.number().int().min(1)

const threshold = z.strictObject({
  /** Fewer subjects than this are never unusual. */
  minimum: count,
  /** Times his own usual volume. */
  factor: z.number().min(1),
  /** The threshold for whoever has too little of a past to be held against. */
  newcomer: count,
})

const period = z.strictObject({ default: threshold, roles: z.partialRecord(z.enum(roles), threshold) })

const volumeRules = z.strictObject({
  id: z.string(),
  basis: z.string(),
  confirmed: z.boolean(),
  /** How far back the past reaches, in days. */
  pastDays: count,
  /** Periods with reads that make a past. */
  minimumPast: count,
  periods: z.strictObject({ DAY: period, HOUR: period }),
})

export type VolumeRules = z.output<typeof volumeRules>
export type VolumePeriod = keyof VolumeRules['periods']

const file = new URL('../../../rules/unusual-volume.json', import.meta.url)

/**
 * When a volume of reads is unusual: `gateway/rules/unusual-volume.json`.
 * @throws ZodError when the file is malformed
 */
export function readVolumeRules(): VolumeRules {
  return volumeRules.parse(JSON.parse(readFileSync(file, 'utf8')))
}

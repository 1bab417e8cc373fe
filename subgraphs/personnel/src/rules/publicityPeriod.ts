import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'

/**
 * Whether a publicity period (公示期), both days included, was as many working days long as a campaign has to give.
 * @returns undefined where a day is missing or the working-day calendar has no data
 */
export function isPublicityLongEnough(from: string | undefined, to: string | undefined): boolean | undefined {
  const earliestEnd = from ? dutyDeadline('MODEL_ENTERPRISE_PUBLICITY', from) : undefined
  return earliestEnd === undefined || !to ? undefined : to >= earliestEnd
}

const DAY = 86_400_000
const SECONDS = 86_400
/** 31 December 9999, the last day that spreadsheets know. */
const LAST_DAY = 2_958_465
/** The 29 February 1900 that never was, kept by spreadsheets for the sake of an older program. */
const FALSE_LEAP_DAY = 60
const DAYS_1900_TO_1904 = 1462

/**
 * The date, date with time, or time of day that a day number shows: YYYY-MM-DD, YYYY-MM-DD hh:mm:ss or hh:mm:ss, to the
 * second. Days 0 and 60 of the 1900 system exist in spreadsheets only and come as they show them, 1900-01-00 and
 * 1900-02-29, which is no date.
 * @param serial days since the epoch of the 1900 or 1904 system, with the time of day as fraction
 * @returns undefined for a number that shows no date
 */
export function serialDate(serial: number, countsFrom1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= LAST_DAY + 1) return undefined
  const seconds = Math.round(serial * SECONDS)
  const day = Math.floor(seconds / SECONDS)
  const time = seconds % SECONDS
  if (day === 0 && time > 0) return timeText(time)
  const date = dateText(countsFrom1904 ? day + DAYS_1900_TO_1904 : day)
  return time === 0 ? date : `${date} ${timeText(time)}`
}

function dateText(day: number): string {
  if (day === 0) return '1900-01-00'
  if (day === FALSE_LEAP_DAY) return '1900-02-29'
  const epoch = Date.UTC(1899, 11, day < FALSE_LEAP_DAY ? 31 : 30)
  return new Date(epoch + day * DAY).toISOString().slice(0, 10)
}

const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19)

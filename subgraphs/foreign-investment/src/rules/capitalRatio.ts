import { type CodeEntry, codeEntry, codeSet } from '@hub/schema/codes/codeSet'
import { toMillionths } from './exactDecimal.ts'

const ratios = codeSet('joint-venture-ratios')

/** Whether the ratios are confirmed by a source; until then their findings are remarks. */
export const ratiosConfirmed = ratios.confirmed

/**
 * The least registered capital that a total investment asks for (rule of 1987): a share of the total, and never less
 * than the band below asks at its upper end.
 * @param total in millionths of 万美元
 * @param on day that decides which rule was in force, YYYY-MM-DD; the last one where it is absent
 * @returns in millionths of 万美元, rounded up; undefined where no rule was in force
 */
export function requiredCapital(total: bigint, on?: string): bigint | undefined {
  const band = ratios.entries.find((entry) => 'share' in entry && isInForce(entry, on) && total <= upperEnd(entry))
  if (band === undefined) return undefined
  const [numerator, denominator] = (band.share as [number, number]).map(BigInt) as [bigint, bigint]
  const share = (total * numerator + denominator - 1n) / denominator
  const least = toMillionths(String(band.atLeast)) ?? 0n
  return share > least ? share : least
}

/** The least share of the foreign parties, in millionths of a percent; undefined where no rule was in force. */
export function requiredForeignShare(on?: string): bigint | undefined {
  const entry = codeEntry(ratios, 'FOREIGN_SHARE', on)
  return entry === undefined ? undefined : toMillionths(String(entry.percent))
}

function isInForce(entry: CodeEntry, on: string | undefined): boolean {
  return codeEntry(ratios, entry.code, on) === entry
}

function upperEnd({ totalUpTo }: CodeEntry): bigint {
  return (typeof totalUpTo === 'string' ? toMillionths(totalUpTo) : undefined) ?? 10n ** 30n
}

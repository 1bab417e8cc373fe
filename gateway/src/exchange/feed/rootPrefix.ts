import type { DivisionName } from '@hub/schema/divisions/divisions'

/** What the names of a division's own root fields begin with: `marketOrder` for market-order. */
export function rootPrefix(division: DivisionName): string {
  return division.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

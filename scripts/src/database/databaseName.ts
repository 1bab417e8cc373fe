import type { DivisionName } from '@hub/schema/divisions/divisions'

/** The name of a division's own database. */
export function databaseName(prefix: string, division: DivisionName): string {
  return `${prefix}-${division}`
}

import type { DivisionName } from '@hub/schema/divisions/divisions'

/** The name of the database that a division, or the hub itself, has to itself. */
export function databaseName(prefix: string, owner: DivisionName | 'gateway'): string {
  return `${prefix}-${owner}`
}

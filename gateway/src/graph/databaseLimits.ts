import type { InProcessContext } from '../execution/divisions/inProcessDivision.ts'

/** What a read of the database is told of the time it has; its signal holds where a server does not keep to it. */
export function databaseLimits({ millis, signal }: InProcessContext): { maxTimeMS: number; signal: AbortSignal } {
  return { maxTimeMS: Math.max(1, millis), signal }
}

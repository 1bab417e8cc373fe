import type { ReadDeadline } from './readDeadline.ts'

/** What a read of the database is told of the time that is left for it; its signal holds where a server does not keep to it. */
export function databaseLimits({ remaining, signal }: ReadDeadline): { maxTimeMS: number; signal: AbortSignal } {
  return { maxTimeMS: remaining(), signal }
}

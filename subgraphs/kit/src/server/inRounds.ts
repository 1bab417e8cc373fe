import { setTimeout as pause } from 'node:timers/promises'

/**
 * Does something time and again, pausing `everyMs` before each round, until the signal fires. A round that fails is told
 * of, and the next one tries again.
 */
export async function inRounds(
  everyMs: number,
  signal: AbortSignal,
  round: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await round().catch(onFailure)
  }
}

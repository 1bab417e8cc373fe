import { setTimeout as delay } from 'node:timers/promises'
import type { SupervisedProcess } from '../processes/supervisedProcess.ts'

/** A process that has ended this often without ever being ready will not do better the next time. */
const hopelessFailures = 3
const pauseMillis = 100
const probeMillis = 2_000

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(probeMillis) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

/**
 * Waits until a process says it can work.
 * @param url where it says so with a status of 200
 * @returns false when it keeps ending, or when the time is over
 */
export async function untilReady(process: SupervisedProcess, url: string, patienceMillis: number): Promise<boolean> {
  const deadline = Date.now() + patienceMillis
  while (Date.now() < deadline && process.failures < hopelessFailures) {
    if (await answersWell(url)) return true
    await delay(pauseMillis)
  }
  return false
}

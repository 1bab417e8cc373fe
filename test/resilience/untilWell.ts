import { setTimeout as pause } from 'node:timers/promises'

const READY_MILLIS = 90_000

/** Waits until all of these addresses answer well. @throws Error naming one that does not in time */
export async function untilWell(urls: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_MILLIS
  for (const url of urls) {
    while (!(await answersWell(url))) {
      if (Date.now() > deadline) throw new Error(`${url} does not answer`)
      await pause(50)
    }
  }
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { HubError } from '@hub/schema/errors/HubError'

/** A port, and for what we want it. */
export interface WantedPort {
  readonly port: number
  readonly purpose: string
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/**
 * Makes sure that nobody listens where we are going to.
 * @param patienceMillis how long to wait for ports that are just being given up
 * @throws HubError HUB_PORT_IN_USE naming every port that is taken
 */
export async function assertPortsFree(wanted: readonly WantedPort[], patienceMillis: number): Promise<void> {
  const deadline = Date.now() + patienceMillis
  for (;;) {
    const checked = await Promise.all(wanted.map(async (entry) => ({ ...entry, free: await isFree(entry.port) })))
    const taken = checked.filter(({ free }) => !free)
    if (taken.length === 0) return
    if (Date.now() >= deadline) {
      const names = taken.map(({ port, purpose }) => `${port} (${purpose})`).join(', ')
      throw new HubError('HUB_PORT_IN_USE', `端口已被占用 / port in use: ${names}`)
    }
    await delay(200)
  }
}

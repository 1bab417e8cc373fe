import type { Server } from 'node:http'

/** How often connections are looked at that may have had their last answer. */
const SWEEP_MILLIS = 20

/**
 * Stops a server after it has answered what it had begun.
 * @param millis after this time connections are cut
 */
export async function drain(http: Server, millis: number): Promise<void> {
  // Closes idle connections once; those with an answer under way would be kept alive after it.
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  const sweep = setInterval(() => http.closeIdleConnections(), SWEEP_MILLIS)
  const end = setTimeout(() => http.closeAllConnections(), millis)
  await closed
  clearInterval(sweep)
  clearTimeout(end)
}

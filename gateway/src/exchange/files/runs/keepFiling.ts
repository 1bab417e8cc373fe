import { setTimeout as pause } from 'node:timers/promises'
import type { Lease } from '@hub/schema/leases/lease'
import type { FileRuns } from './fileRuns.ts'

/** Often enough for receipts; a file is due on a day. */
const ROUND_MS = 20_000

/** Long enough for one file between two looks at the lease; a file that two hubs write at once is written once all the same. */
export const FILING_LEASE_MS = 120_000

export interface FilingParts {
  readonly runs: FileRuns
  readonly lease: Lease
  readonly onFault: (error: unknown) => void
}

/** Writes what is due, round after round, on one of several hubs. @returns `close` ends it after the file under way */
export function keepFiling({ runs, lease, onFault }: FilingParts): { close(): Promise<void> } {
  const stop = new AbortController()
  const { signal } = stop
  const mayGoOn = async () => !signal.aborted && (await lease.hold())
  const going = (async () => {
    while (!signal.aborted) {
      try {
        if (await mayGoOn()) await runs.round(mayGoOn)
      } catch (error) {
        onFault(error)
      }
      await pause(ROUND_MS, undefined, { signal }).catch(() => undefined)
    }
    await lease.release().catch(onFault)
  })()
  return {
    close: async () => {
      stop.abort()
      await going
    },
  }
}

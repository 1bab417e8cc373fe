import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { Lease } from '@hub/schema/leases/lease'
import type { RecordFamily } from '../family/recordFamily.ts'
import { inRounds } from '../server/inRounds.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { announceExpiry } from './announceExpiry.ts'
import { relayCollections } from './relayCollections.ts'

/** How long after midnight in Shanghai an end of publicity is announced, at the latest. */
const LOOK_MS = 60_000
const LEASE_MS = 120_000

/** Announces the ends of publicity, at start and with every new day, until the signal fires. */
export async function keepExpiring(
  collections: DivisionCollections,
  families: readonly RecordFamily[],
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const relay = relayCollections(collections)
  const lease = new Lease(relay.leases, 'expiry', LEASE_MS)
  let done = ''
  async function look(): Promise<void> {
    const today = shanghaiDate(new Date())
    if (done === today || !(await lease.hold())) return
    await announceExpiry(collections, relay, { families, today })
    done = today
  }
  await look().catch(onFailure)
  await inRounds(LOOK_MS, signal, look, onFailure)
  await lease.release().catch(onFailure)
}

import { Lease } from '@hub/schema/leases/lease'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { ChangeWaker } from './changeWaker.ts'
import { numberEvents } from './numberEvents.ts'
import { relayCollections } from './relayCollections.ts'

const BATCH_SIZE = 500
/** How long an event waits at most where the change stream is silent. */
const POLL_MS = 1_000
const LEASE_MS = 10_000

/** A relay at work. */
export interface Relay {
  /** Ends after the batch under way and leaves the lease to another process. */
  readonly stop: () => Promise<void>
}

/** Numbers the division's events as they come, for as long as the process runs. @param onFailure told of what went wrong; the relay goes on */
export function keepRelaying(collections: DivisionCollections, onFailure: (error: unknown) => void): Relay {
  const relay = relayCollections(collections)
  const lease = new Lease(relay.leases, 'relay', LEASE_MS)
  const waker = new ChangeWaker(collections.outbox, 'insert')
  let stopping = false
  let heldUntil = 0

  /** Renewed in time and not for every event: a write to the journal costs more than the numbering. */
  async function hold(): Promise<boolean> {
    const now = Date.now()
    if (heldUntil - now > LEASE_MS / 2) return true
    heldUntil = (await lease.hold()) ? now + LEASE_MS : 0
    return heldUntil > 0
  }

  async function numberAll(): Promise<void> {
    while (!stopping && (await hold())) {
      if ((await numberEvents(collections, relay, BATCH_SIZE)) < BATCH_SIZE) return
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await numberAll().catch(onFailure)
      await waker.wait(POLL_MS)
    }
    await lease.release().catch(onFailure)
  }

  const running = run()
  return {
    stop: async () => {
      stopping = true
      await waker.close()
      await running
    },
  }
}

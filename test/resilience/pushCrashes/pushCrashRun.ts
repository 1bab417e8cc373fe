import { setTimeout as pause } from 'node:timers/promises'
import { isClosing } from '@hub/gateway/exchange/agreements/agreementScope'
import type { Connection } from 'mongoose'
import type { Random } from '../../conformance/oracle/random.ts'
import type { FilingWriter, PushedHub } from '../pushedHub.ts'
import { type CommittedChange, deliveryFaults } from './deliveryFaults.ts'
import { FilingLoad } from './filingLoad.ts'
import { ledgerFaults } from './ledgerFaults.ts'

const DELIVERED_MILLIS = 120_000
const POLL_MILLIS = 1_000
const IMPORT_MILLIS = 30_000
/** Beside each other, about the same subjects. */
const WRITERS = ['甲', '乙', '丙']

/** What is killed: two hubs of which one delivers, two processes of trade of which one numbers events, and what they need. */
export const pushVictims = ['gateway', 'gateway-2', 'trade', 'trade-2', 'market-order', 'database', 'partner'] as const

export type PushVictim = (typeof pushVictims)[number]

/** A hub under load, and the connections by which it is looked at. */
export interface PushWorld {
  readonly hub: PushedHub
  readonly trade: Connection
  readonly own: Connection
  readonly write: FilingWriter
  readonly subjectIds: readonly string[]
}

export interface PushCrashPlan {
  readonly run: number
  readonly victim: PushVictim
  readonly random: Random
}

export interface PushCrashResult {
  /** From the beginning of the load to the kill. */
  readonly afterMillis: number
  /** Whether the victim held the lease of what it does alone: to deliver, to number events. */
  readonly wasHolder: boolean
  /** Changes that were committed in the run. */
  readonly committed: number
  /** Events that came twice, under the same id. */
  readonly repeats: number
  readonly faults: readonly string[]
}

/** Kills the victim while filings are written and imported, waits for what is to arrive, and looks at all of it. */
export async function pushCrashRun(world: PushWorld, { run, victim, random }: PushCrashPlan): Promise<PushCrashResult> {
  const { hub, trade, write, subjectIds } = world
  const before = await trade.collection('outbox').countDocuments({})
  const first = await hub.partnerSummary()
  const owner = await leaseOwner(world, victim)
  const loads = WRITERS.map((writer) => new FilingLoad({ write, random, run: `${run}-${writer}`, subjectIds }))
  const imported = hub.importFilings(run + 1_000).catch(() => undefined)
  const afterMillis = random.between(300, 2_500)
  await pause(afterMillis)
  const told = await hub.partnerSummary()
  await hub.kill(victim)
  await pause(random.between(300, 2_000))
  await Promise.all(loads.map((load) => load.stop()))
  await Promise.race([imported, pause(IMPORT_MILLIS)])
  await hub.untilReady()
  const faults = await untilDelivered(world)
  const after = await hub.partnerSummary()
  return {
    afterMillis,
    wasHolder: owner !== undefined && owner !== (await leaseOwner(world, victim)),
    committed: (await trade.collection('outbox').countDocuments({})) - before,
    // A partner that was killed has counted anew.
    repeats: Number(after.repeats) - Number(first.repeats) + (victim === 'partner' ? Number(told.repeats) : 0),
    faults: [...faults, ...(await partnerFaults(world, told)), ...(await partnerFaults(world, after))],
  }
}

/** Who holds the lease that the victim may have; another one afterwards tells that it did. */
async function leaseOwner({ own, trade }: PushWorld, victim: PushVictim): Promise<string | undefined> {
  const leases = victim.startsWith('gateway')
    ? own.collection<{ _id: string; owner: string }>('exchange_leases')
    : trade.collection<{ _id: string; owner: string }>('leases')
  const name = victim.startsWith('gateway') ? 'delivery/demo-partner' : 'relay'
  const isMeant = victim.startsWith('gateway') || victim.startsWith('trade')
  return isMeant ? (await leases.findOne({ _id: name }))?.owner : undefined
}

async function untilDelivered(world: PushWorld): Promise<string[]> {
  for (const deadline = Date.now() + DELIVERED_MILLIS; ; await pause(POLL_MILLIS)) {
    const faults = await faultsNow(world).catch((error: unknown) => [String(error)])
    if (faults.length === 0 || Date.now() > deadline) return faults
  }
}

async function faultsNow({ hub, trade, own }: PushWorld): Promise<string[]> {
  const [taken, records] = [await hub.taken(), await hub.partnerRecords()]
  const events = await trade.collection('outbox').find({ family: 'liquor-filings' }).toArray()
  const numbered = events.filter(({ sequence }) => sequence !== null)
  const committed = numbered.map(({ _id, ...event }) => ({ ...event, id: String(_id) })) as unknown as CommittedChange[]
  const unnumbered = events.length - numbered.length
  const wrong = deliveryFaults(committed, taken)
  if (unnumbered > 0) wrong.push(`${unnumbered} events have no number`)
  // What is not delivered yet need not agree with the ledger.
  if (wrong.length > 0 || own.db === undefined) return wrong
  return ledgerFaults(own.db, { taken, records })
}

/** What the partner itself complains of; an id may come again without content where the record has been closed. */
async function partnerFaults({ trade }: PushWorld, told: Record<string, unknown>): Promise<string[]> {
  const { outdated, faults, conflicts } = told as Record<'outdated' | 'conflicts', string[]> & { faults: object }
  const ids = conflicts as unknown as never[]
  const records = await trade.collection('outbox').distinct('recordId', { _id: { $in: ids } })
  const ends = await trade
    .collection('outbox')
    .find({ recordId: { $in: records } })
    .toArray()
  const closed = new Set(ends.filter(({ kind }) => isClosing({ kind })).map(({ recordId }) => recordId))
  return [
    ...outdated.map((id) => `${id} came after a newer version of its record`),
    ...records.filter((recordId) => !closed.has(recordId)).map((id) => `${id} came twice with different contents`),
    ...Object.entries(faults).map(([fault, count]) => `${count} deliveries with ${fault}`),
  ]
}

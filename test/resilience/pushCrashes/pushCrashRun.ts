import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import type { Random } from '../../conformance/oracle/random.ts'
import type { FilingWriter, PartnerSummary, PushedHub } from '../pushedHub.ts'
import { conflictFaults } from './conflictFaults.ts'
import { type CommittedChange, deliveryFaults } from './deliveryFaults.ts'
import { FilingLoad, type FilingLoadResult } from './filingLoad.ts'
import { ledgerFaults } from './ledgerFaults.ts'

const DELIVERED_MILLIS = 120_000
const POLL_MILLIS = 1_000
const IMPORT_MILLIS = 60_000
const DELIVERER_MILLIS = 30_000
/** From one answer that the partner loses to the next: some are lost around every kill. */
const ANSWERED_MILLIS = [100, 400] as const
/** Beside each other, about the same subjects. */
const WRITERS = ['甲', '乙', '丙']

/** What is killed: two hubs of which one delivers, two processes of trade of which one numbers events, and what they need. */
export const pushVictims = ['gateway', 'gateway-2', 'trade', 'trade-2', 'market-order', 'database', 'partner'] as const

export type PushVictim = (typeof pushVictims)[number]

/** What an import goes through: it may fail when one of them is killed, and its rows come or don't. */
const IMPORT_WAY: readonly PushVictim[] = ['trade', 'market-order', 'gateway', 'database']

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
  /** `deliverer`: whichever of the gateways delivers when it is killed. */
  readonly victim: PushVictim | 'deliverer'
  readonly random: Random
}

export interface PushCrashResult {
  readonly victim: PushVictim
  /** From the beginning of the load to the kill. */
  readonly afterMillis: number
  /** Whether the victim held the lease of what it does alone: to deliver, to number events. */
  readonly wasHolder: boolean
  /** Acts of the load that wrote something. */
  readonly written: number
  /** Changes that were committed in the run, by load and import. */
  readonly committed: number
  /** Events that came twice, under the same id. */
  readonly repeats: number
  readonly faults: readonly string[]
}

/** Kills the victim while filings are written and imported, waits for what is to arrive, and looks at all of it. */
export async function pushCrashRun(world: PushWorld, plan: PushCrashPlan): Promise<PushCrashResult> {
  const { hub, trade } = world
  const { random } = plan
  const before = await trade.collection('outbox').countDocuments({})
  const first = await hub.partnerSummary()
  const load = begin(world, plan)
  const afterMillis = random.between(300, 2_500)
  await pause(afterMillis)
  const told = await hub.partnerSummary()
  const victim = plan.victim === 'deliverer' ? await deliverer(hub) : plan.victim
  const owner = await leaseOwner(world, victim)
  await hub.kill(victim)
  await pause(random.between(300, 2_000))
  const { written, faults: loadFaults } = await load.end(victim)
  await hub.untilReady()
  const faults = await untilDelivered(world)
  const after = await hub.partnerSummary()
  return {
    victim,
    afterMillis,
    wasHolder: owner !== undefined && owner !== (await leaseOwner(world, victim)),
    written,
    committed: (await trade.collection('outbox').countDocuments({})) - before,
    // A partner that was killed has counted anew.
    repeats: after.repeats - first.repeats + (victim === 'partner' ? told.repeats : 0),
    faults: [...loadFaults, ...faults, ...(await partnerFaults(world, told)), ...(await partnerFaults(world, after))],
  }
}

/** Begins to write and to import. What ends it tells what came of both, given what was killed meanwhile. */
function begin({ hub, write, subjectIds }: PushWorld, { run, victim, random }: PushCrashPlan) {
  const isDatabaseKilled = victim === 'database'
  const loads = WRITERS.map(
    (writer) => new FilingLoad({ write, random, run: `${run}-${writer}`, subjectIds, isDatabaseKilled }),
  )
  const mood = losingAnswers(hub, random)
  const imported = hub.importFilings(run + 1_000).then(
    () => 'done',
    (error: unknown) => `the import: ${error}`,
  )
  const end = async (killed: PushVictim): Promise<FilingLoadResult> => {
    const results = await Promise.all(loads.map((load) => load.stop()))
    await mood.end()
    const outcome = await Promise.race([imported, pause(IMPORT_MILLIS, 'late')])
    const faults = results.flatMap((result) => result.faults)
    if (outcome === 'late') faults.push(`the import is not over after ${IMPORT_MILLIS} ms`)
    else if (outcome !== 'done' && !IMPORT_WAY.includes(killed)) faults.push(outcome)
    return { written: results.reduce((all, result) => all + result.written, 0), faults }
  }
  return { end }
}

/** Has the partner lose an answer again and again, whether it is up or not. */
function losingAnswers(hub: PushedHub, random: Random) {
  let isOn = true
  const tell = (behaviour: object) => hub.behave(behaviour).catch(() => undefined)
  const losing = (async () => {
    while (isOn) {
      await tell({ loseAnswers: true, times: 1 })
      await pause(random.between(...ANSWERED_MILLIS))
    }
    await tell({})
  })()
  const end = async (): Promise<void> => {
    isOn = false
    await losing
  }
  return { end }
}

async function deliverer(hub: PushedHub): Promise<PushVictim> {
  for (const deadline = Date.now() + DELIVERER_MILLIS; ; await pause(100)) {
    const found = await hub.deliverer()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error('nobody delivers')
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

/** A row of the outbox, before and after it is numbered. */
interface OutboxEvent extends Omit<CommittedChange, 'id' | 'sequence'> {
  readonly _id: string
  readonly family: string
  readonly sequence: number | null
}

async function outboxOf({ trade }: PushWorld): Promise<{ committed: CommittedChange[]; unnumbered: number }> {
  const events = await trade.collection<OutboxEvent>('outbox').find({ family: 'liquor-filings' }).toArray()
  const committed = events.flatMap(({ _id: id, sequence, ...event }) =>
    sequence === null ? [] : [{ ...event, id, sequence }],
  )
  return { committed, unnumbered: events.length - committed.length }
}

async function faultsNow(world: PushWorld): Promise<string[]> {
  const { hub, own } = world
  const [taken, records] = [await hub.taken(), await hub.partnerRecords()]
  const { committed, unnumbered } = await outboxOf(world)
  const wrong = deliveryFaults(committed, taken)
  if (unnumbered > 0) wrong.push(`${unnumbered} events have no number`)
  // What is not delivered yet need not agree with the ledger.
  if (wrong.length > 0 || own.db === undefined) return wrong
  return ledgerFaults(own.db, { taken, records })
}

/** What the partner itself complains of. */
async function partnerFaults(world: PushWorld, told: PartnerSummary): Promise<string[]> {
  const { outdated, faults, conflicts } = told
  const { committed } = await outboxOf(world)
  return [
    ...outdated.map((id) => `${id} came after a newer version of its record`),
    ...conflictFaults(conflicts, committed),
    ...Object.entries(faults).map(([fault, count]) => `${count} deliveries with ${fault}`),
  ]
}

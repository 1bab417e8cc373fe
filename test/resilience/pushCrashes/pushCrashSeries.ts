import type { Random } from '../../conformance/oracle/random.ts'
import { PushedHub } from '../pushedHub.ts'
import { type PushCrashPlan, type PushCrashResult, type PushWorld, pushCrashRun, pushVictims } from './pushCrashRun.ts'

export interface PushCrashSeriesOptions {
  readonly runs: number
  readonly random: Random
  /** Only these, in turn; everything in random order when it is not given. */
  readonly victims?: readonly PushCrashPlan['victim'][]
  /** Hears of each run as it ends. */
  readonly onRun: (line: string) => void
}

/** Kills one after the other in one world, at random moments of a load, and looks after each whether all is as it should be. */
export async function pushCrashSeries({
  runs,
  random,
  victims,
  onRun,
}: PushCrashSeriesOptions): Promise<PushCrashResult[]> {
  const rounds = Array.from({ length: Math.ceil(runs / pushVictims.length) })
  const order = victims ?? rounds.flatMap(() => random.sample(pushVictims, pushVictims.length))
  const hub = await PushedHub.start({ gateways: 2, trades: 2 })
  const done: PushCrashResult[] = []
  try {
    const world = await worldOf(hub)
    for (const [run, planned] of order.slice(0, runs).entries()) {
      const began = performance.now()
      const result = await pushCrashRun(world, { run, victim: planned, random })
      done.push(result)
      const { victim, afterMillis, wasHolder, written, committed, repeats, faults } = result
      onRun(
        `run ${run}: ${victim}${wasHolder ? ' (holder)' : ''} killed after ${afterMillis} ms; ${committed} changes, ` +
          `${written} of the load, ${repeats} repeats, ${faults.length} faults (${((performance.now() - began) / 1_000).toFixed(1)} s)`,
      )
      for (const fault of faults.slice(0, 5)) onRun(`  FAULT ${fault}`)
      // What is wrong once would be told of every later run.
      if (faults.length > 0) break
    }
    await Promise.all([world.trade.close(), world.own.close()])
  } finally {
    await hub.stop()
  }
  return done
}

async function worldOf(hub: PushedHub): Promise<PushWorld> {
  const [trade, own] = await Promise.all([hub.connect('trade'), hub.connect('gateway')])
  await hub.importFilings(1)
  // Until the first of it has come the partner is given a snapshot, which tells of each record what it has come to.
  await hub.until('the first filings have come', async () => (await hub.taken()).length > 0)
  const subjectIds = await trade.collection('liquor_filings').distinct('subjectId')
  return { hub, trade, own, write: hub.filingWriter(trade), subjectIds: subjectIds.map(String) }
}

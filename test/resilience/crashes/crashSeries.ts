import type { Random } from '../../conformance/oracle/random.ts'
import { CrashedHub, type Victim } from './crashedHub.ts'
import { type CrashKind, filingsKind, knownEnterprises, registryKind } from './crashKinds.ts'
import { crashRun, finalFaults } from './crashRun.ts'

/** Of an import's time: later it may be over, for the first imports of a process take longer than the next. */
const KILLED_WITHIN = 0.7
const KINDS = [registryKind, filingsKind]

export interface CrashSeriesOptions {
  readonly runs: number
  readonly rows: number
  readonly random: Random
  /** Only these are killed, in filings, which they all take part in; all of every kind when it is not given. */
  readonly victims?: readonly Victim[]
  /** Hears of each run as it ends. */
  readonly onRun: (line: string) => void
}

export interface CrashSeriesResult {
  readonly faults: readonly string[]
  readonly killed: ReadonlyMap<Victim, number>
  /** Imports that had their receipt in spite of the kill. */
  readonly survived: number
}

/** How long an import takes when nothing is killed: the moments to kill in are drawn from that time. */
async function undisturbedMillis(hub: CrashedHub, kind: CrashKind, run: number, rows: number): Promise<number> {
  const file = await hub.write(`undisturbed-${kind.name}`, kind.rowsOf(run, rows))
  const began = performance.now()
  await hub.send(kind.division, kind.family, file)
  return performance.now() - began
}

/** Runs one after the other on one hub: each victim of each kind of import in turn, at random moments. */
export async function crashSeries(options: CrashSeriesOptions): Promise<CrashSeriesResult> {
  const { runs, rows, random, victims, onRun } = options
  const turns =
    victims?.map((victim) => ({ kind: filingsKind, victim })) ??
    KINDS.flatMap((kind) => kind.victims.map((victim) => ({ kind, victim })))
  const faults: string[] = []
  const killed = new Map<Victim, number>()
  let survived = 0
  const hub = await CrashedHub.start()
  try {
    await hub.send('market-order', 'registry', await hub.write('known', knownEnterprises(rows)))
    const millis = new Map<CrashKind, number>()
    for (const [index, kind] of KINDS.entries())
      millis.set(kind, await undisturbedMillis(hub, kind, runs + index, rows))
    const done = new Map<CrashKind, number[]>(KINDS.map((kind, index) => [kind, [runs + index]]))
    const order = Array.from({ length: Math.ceil(runs / turns.length) }, () =>
      random.sample(turns, turns.length),
    ).flat()
    for (const [run, { kind, victim }] of order.slice(0, runs).entries()) {
      const afterMillis = random.next() * KILLED_WITHIN * (millis.get(kind) ?? 0)
      const began = performance.now()
      const result = await crashRun(hub, { run, kind, victim, rows, afterMillis })
      killed.set(victim, (killed.get(victim) ?? 0) + 1)
      if (result.survived) survived += 1
      done.get(kind)?.push(run)
      const title = `run ${run}: ${kind.name}, ${victim} killed after ${afterMillis.toFixed(0)} ms`
      faults.push(...result.faults.map((fault) => `${title}: ${fault}`))
      const { created, duplicate, unlinked } = result.receipt
      const outcome = `sent again: ${created} created, ${duplicate} duplicate, ${unlinked} unlinked`
      onRun(
        `${title}; ${outcome}; ${result.faults.length} faults (${((performance.now() - began) / 1000).toFixed(1)} s)`,
      )
    }
    for (const [kind, numbers] of done)
      faults.push(...(await finalFaults(hub, kind, numbers, rows)).map((fault) => `${kind.name}: ${fault}`))
  } finally {
    await hub.stop()
  }
  return { faults, killed, survived }
}

import { compare, type Disagreement } from './compare.ts'
import { composeWorld, type Federation } from './composeWorld.ts'
import type { LoadExecutor, LoadedExecutor } from './executor.ts'
import { MergedServer, type Operation } from './mergedSchema.ts'
import { generateOperation } from './queryGenerator.ts'
import { hashText } from './random.ts'
import { generateWorld } from './schemaGenerator.ts'
import { subgraphServer } from './subgraphServer.ts'
import type { World } from './worldModel.ts'

/** Operations asked of one federated schema before the next is drawn. */
const OPERATIONS_PER_WORLD = 40

export interface Finding {
  /** The operation is number `index` of the run with this seed. */
  readonly index: number
  readonly worldSeed: number
  readonly operation: Operation
  readonly disagreement: Disagreement
}

/** A federation, the truth about it and a gateway before it. */
export interface Stage {
  readonly federation: Federation
  readonly merged: MergedServer
  check(operation: Operation): Promise<Disagreement | undefined>
  stop(): Promise<void>
}

export async function openStage(world: World, load: LoadExecutor): Promise<Stage | undefined> {
  const federation = composeWorld(world)
  if ('refused' in federation) return undefined
  const merged = new MergedServer(federation)
  const state = { writes: 0 }
  const executor: LoadedExecutor = await load(federation, subgraphServer(federation, state))
  return {
    federation,
    merged,
    async check(operation) {
      state.writes = 0
      const truth = await merged.truth(operation)
      try {
        const answer = await executor.execute(operation)
        return compare(truth, JSON.parse(JSON.stringify(answer)))
      } catch (error) {
        return { kind: 'threw', detail: String(error instanceof Error ? error.stack : error).slice(0, 600) }
      }
    },
    stop: () => executor.stop(),
  }
}

export function worldSeedOf(seed: number, round: number): number {
  return hashText(`${seed}/world/${round}`)
}

export function operationSeedOf(seed: number, index: number): number {
  return hashText(`${seed}/operation/${index}`)
}

export interface OracleRun {
  readonly seed: number
  readonly count: number
  /** First index to ask; earlier ones are passed over. */
  readonly from?: number
  readonly load: LoadExecutor
  readonly onFinding: (finding: Finding, stage: Stage) => Promise<void>
  readonly onProgress?: (asked: number, worlds: number) => void
}

/** Asks `count` operations and hands over each disagreement. */
export async function runOracle({ seed, count, from = 0, load, onFinding, onProgress }: OracleRun): Promise<void> {
  const firstRound = Math.floor(from / OPERATIONS_PER_WORLD)
  for (let round = firstRound; round * OPERATIONS_PER_WORLD < count; round++) {
    const worldSeed = worldSeedOf(seed, round)
    const stage = await openStage(generateWorld(worldSeed), load)
    const first = round * OPERATIONS_PER_WORLD
    const end = Math.min(first + OPERATIONS_PER_WORLD, count)
    for (let index = Math.max(first, from); stage && index < end; index++) {
      const operation = generateOperation(stage.merged.schema, operationSeedOf(seed, index))
      const disagreement = await stage.check(operation)
      if (disagreement) await onFinding({ index, worldSeed, operation, disagreement }, stage)
    }
    await stage?.stop()
    onProgress?.(end, round + 1 - firstRound)
  }
}

import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql'
import { compare, type Disagreement } from './compare.ts'
import { compareHazard } from './compareHazard.ts'
import { composeWorld, type Federation } from './composeWorld.ts'
import { type LoadExecutor, type LoadedExecutor, Refused } from './executor.ts'
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

/** Nothing when the gateway agrees. */
export type Verdict = Disagreement | 'refused' | undefined

/** A federation, the truth about it and a gateway before it. */
export interface Stage {
  readonly federation: Federation
  readonly merged: MergedServer
  check(operation: Operation): Promise<Verdict>
  stop(): Promise<void>
}

/**
 * Asks an operation, and some of them once more: at once, or when they are compiled already and nothing of the first
 * answer must be left in them.
 * @returns the first verdict against the gateway
 */
async function asked<Found>(operation: Operation, ask: () => Promise<Found>): Promise<Found> {
  const { document, operationName } = operation
  const length = document.loc?.end ?? 0
  const isQuery = getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY
  if (length % 4 !== 0) return await ask()
  if (length % 8 !== 0 || !isQuery) return (await ask()) ?? (await ask())
  const [first, second] = await Promise.all([ask(), ask()])
  return first ?? second
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
      const truth = await merged.truth(operation)
      const held = world.hazard === 'none' ? compare : compareHazard
      try {
        return await asked(operation, async () => {
          state.writes = 0
          const answer = await executor.execute(operation)
          return held(truth, JSON.parse(JSON.stringify(answer)) as ExecutionResult)
        })
      } catch (error) {
        if (error instanceof Refused) return 'refused'
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
  readonly onRefused: (index: number, operation: Operation) => void
  readonly onProgress?: (asked: number, worlds: number) => void
}

/** A world that breaks no rule of composition, with a gateway before it. */
async function nextStage(seed: number, round: number, load: LoadExecutor): Promise<Stage & { worldSeed: number }> {
  for (let attempt = 0; ; attempt++) {
    const worldSeed = worldSeedOf(seed, round) + attempt
    const stage = await openStage(generateWorld(worldSeed), load)
    if (stage) return { ...stage, worldSeed }
  }
}

/** Asks `count` operations and hands over each disagreement. */
export async function runOracle(run: OracleRun): Promise<void> {
  const { seed, count, from = 0, load, onFinding, onRefused, onProgress } = run
  const firstRound = Math.floor(from / OPERATIONS_PER_WORLD)
  for (let round = firstRound; round * OPERATIONS_PER_WORLD < count; round++) {
    const stage = await nextStage(seed, round, load)
    const first = round * OPERATIONS_PER_WORLD
    const end = Math.min(first + OPERATIONS_PER_WORLD, count)
    for (let index = Math.max(first, from); index < end; index++) {
      const operation = generateOperation(stage.merged.schema, operationSeedOf(seed, index))
      const verdict = await stage.check(operation)
      if (verdict === 'refused') onRefused(index, operation)
      else if (verdict) await onFinding({ index, worldSeed: stage.worldSeed, operation, disagreement: verdict }, stage)
    }
    await stage.stop()
    onProgress?.(end, round + 1 - firstRound)
  }
}

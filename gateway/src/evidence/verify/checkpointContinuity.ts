import { type Checkpoint, goesOnFrom } from '../chain/checkpoint.ts'
import type { Finding } from './finding.ts'

export interface CheckpointContinuity {
  readonly findings: readonly Finding[]
  /** Checkpoints before the first record at hand that nothing ties to it. */
  readonly unproven: number
}

/**
 * Holds the checkpoints of a chain against each other by their consistency proofs. Where the records are gone, that alone
 * shows whether a checkpoint kept elsewhere speaks of the same history.
 * @param checkpoints genuine ones of one chain, by size
 * @param absent how many records, from the first, are not here
 */
export function checkpointContinuity(
  checkpoints: ReadonlyMap<number, Checkpoint>,
  absent: number,
): CheckpointContinuity {
  const findings = [...checkpoints.values()].flatMap((checkpoint): Finding[] => {
    const earlier = checkpoints.get(checkpoint.extends?.size ?? 0)
    if (earlier === undefined || goesOnFrom(checkpoint, earlier)) return []
    return [{ kind: 'NOT_CONTINUED', chain: checkpoint.chain, sequence: earlier.size - 1 }]
  })
  const tied = new Set<number>()
  for (let size = absent; checkpoints.has(size) && !tied.has(size); size = checkpoints.get(size)?.extends?.size ?? 0)
    tied.add(size)
  const unproven = [...checkpoints.keys()].filter((size) => size < absent && !tied.has(size)).length
  return { findings, unproven }
}

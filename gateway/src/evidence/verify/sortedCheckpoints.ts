import { type Checkpoint, isGenuine } from '../chain/checkpoint.ts'
import type { Finding } from './finding.ts'

export interface SortedCheckpoints {
  /** Genuine ones, by chain and size. */
  readonly byChain: ReadonlyMap<string, ReadonlyMap<number, Checkpoint>>
  readonly forged: readonly Finding[]
  /** Public keys of the genuine ones. */
  readonly keys: readonly string[]
}

/** Takes the genuine checkpoints; forged ones, and of two that contradict each other the second, are findings. */
export function sortedCheckpoints(
  checkpoints: readonly Checkpoint[],
  trustedKeys?: ReadonlySet<string>,
): SortedCheckpoints {
  const byChain = new Map<string, Map<number, Checkpoint>>()
  const keys = new Set<string>()
  const forged: Finding[] = []
  for (const checkpoint of checkpoints) {
    const { chain, size, root, publicKey } = checkpoint
    const known = byChain.get(chain) ?? new Map<number, Checkpoint>()
    const contradicted = (known.get(size)?.root ?? root) !== root
    if (contradicted || trustedKeys?.has(publicKey) === false || !isGenuine(checkpoint)) {
      forged.push({ kind: 'CHECKPOINT_FORGED', chain, sequence: size - 1 })
      continue
    }
    byChain.set(chain, known.set(size, checkpoint))
    keys.add(publicKey)
  }
  return { byChain, forged, keys: [...keys] }
}

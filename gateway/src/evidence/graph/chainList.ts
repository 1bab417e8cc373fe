import type { Checkpoint } from '../chain/checkpoint.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'

/** One chain, as the audit administrator finds it (GraphQL type EvidenceChain). */
export interface ChainView {
  readonly chainId: string
  readonly instance: string
  readonly sealed: number
  readonly root: string | undefined
  readonly sealedAt: Date | undefined
}

/** All chains with the last checkpoint of each, in the order of their beginning. */
export async function chainList(store: EvidenceStore): Promise<ChainView[]> {
  const [chains, checkpoints] = await Promise.all([store.listChains(), store.listCheckpoints()])
  // They come by size, so the last one stays.
  const last = new Map<string, Checkpoint>(checkpoints.map((checkpoint) => [checkpoint.chain, checkpoint]))
  return chains.map(({ _id, instance }) => {
    const { size = 0, root, at } = last.get(_id) ?? {}
    return { chainId: _id, instance, sealed: size, root, sealedAt: at === undefined ? undefined : new Date(at) }
  })
}

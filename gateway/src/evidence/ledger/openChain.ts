import { randomUUID } from 'node:crypto'
import type { EvidenceContent, EvidenceKind } from '../record/evidenceRecord.ts'
import type { HashAlgorithm } from '../record/hashAlgorithm.ts'
import type { Sm2Key } from '../signing/sm2Key.ts'
import { ChainEnded, ChainWriter } from './chainWriter.ts'
import type { EvidenceStore } from './evidenceStore.ts'

export interface ChainOptions {
  readonly store: EvidenceStore
  readonly key: Sm2Key
  readonly algorithm: HashAlgorithm
  /** Name of this hub among those that share the database. */
  readonly instance: string
}

/** What the hub notes of its own chain. */
export function chainEvent(
  kind: EvidenceKind,
  instance: string,
  details: Readonly<Record<string, unknown>> = {},
): EvidenceContent {
  return { kind, at: new Date().toISOString(), caller: instance, result: 'DONE', details: { instance, ...details } }
}

/** Sorts by the time of its making. */
function newChainId(): string {
  return `${Date.now().toString(36).padStart(9, '0')}-${randomUUID()}`
}

/** The chain before. */
export interface Predecessor {
  readonly chain: string
  /** Why nothing could be added to it; undefined when it was closed in order. */
  readonly broken?: string
}

/**
 * Ends the chain of a run that is over, whether it ended in order or by a crash, and seals it. A process of the same
 * name that still runs finds its chain closed and begins another: there is never a fork.
 */
async function closeChain(chain: string, { store, key, algorithm, instance }: ChainOptions): Promise<Predecessor> {
  const writer = new ChainWriter(store, algorithm, chain, false)
  try {
    await writer.catchUp()
    if (writer.size > 0 && !writer.isClosed) await writer.append([chainEvent('CHAIN_CLOSED', instance, { by: 'next' })])
    await writer.seal(key, new Date().toISOString())
    return { chain }
  } catch (error) {
    // Closed by another in the meantime is as good; broken is for the verifier to show, and not to be signed.
    if (error instanceof ChainEnded) return writer.isClosed ? { chain } : { chain, broken: error.message }
    throw error
  }
}

async function closeLast(options: ChainOptions): Promise<Predecessor | undefined> {
  const last = (await options.store.listChains(options.instance)).at(-1)
  return last && closeChain(last._id, options)
}

/**
 * Begins a chain for this run.
 * @param after the chain that it follows; by default the last one of the same instance, which is closed first
 */
export async function openChain(options: ChainOptions, after?: Predecessor): Promise<ChainWriter> {
  const { store, algorithm, instance } = options
  await store.buildIndexes()
  const { chain: follows, broken } = after ?? (await closeLast(options)) ?? {}
  const chain = newChainId()
  await store.addChain(chain, instance)
  const writer = new ChainWriter(store, algorithm, chain, true)
  await writer.append([chainEvent('CHAIN_OPENED', instance, { follows, broken })])
  return writer
}

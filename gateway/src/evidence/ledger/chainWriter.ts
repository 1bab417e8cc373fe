import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import { type Checkpoint, signedCheckpoint } from '../chain/checkpoint.ts'
import { consistencyProof } from '../chain/consistencyProof.ts'
import { emptyTree, type MerkleFrontier, withLeaf } from '../chain/merkleTree.ts'
import type { EvidenceContent, EvidenceRecord } from '../record/evidenceRecord.ts'
import { algorithmOf, type HashAlgorithm } from '../record/hashAlgorithm.ts'
import { type ChainHead, headAfter, isIntact, linkedRecord } from '../record/linkedRecord.ts'
import type { Sm2Key } from '../signing/sm2Key.ts'
import type { EvidenceStore } from './evidenceStore.ts'

const ATTEMPTS = 4

/** Nothing can be added any more: another process of the same name has ended the chain, or somebody has broken it. */
export class ChainEnded extends Error {}

/** Appends to one chain. One call at a time. */
export class ChainWriter {
  private head: ChainHead
  private tree: MerkleFrontier = emptyTree
  /** As the last checkpoint covers it. */
  private sealedTree: MerkleFrontier = emptyTree
  /** Hashes of the records behind that. */
  private unsealedHashes: string[] = []
  /** Signed, and perhaps not stored. */
  private pending: Checkpoint | undefined
  /** Whether what is stored may differ from what is known here. */
  private isUncertain: boolean
  private closed = false

  /** @param isNew whether nothing of the chain can be stored yet */
  constructor(
    private readonly store: EvidenceStore,
    private readonly algorithm: HashAlgorithm,
    readonly chain: string,
    isNew: boolean,
  ) {
    this.head = { chain, size: 0, hash: '' }
    this.isUncertain = !isNew
  }

  get size(): number {
    return this.head.size
  }

  get lastHash(): string {
    return this.head.hash
  }

  get unsealed(): number {
    return this.head.size - this.sealedTree.size
  }

  get isClosed(): boolean {
    return this.closed
  }

  /**
   * Writes records behind the last one, wherever that is by now; none is written twice and the chain never forks,
   * because every place is taken once.
   * @throws ChainEnded; what the store throws when it does not answer
   */
  async append(contents: readonly EvidenceContent[]): Promise<void> {
    let rest = contents
    for (let attempt = 1; rest.length > 0; attempt++) {
      if (this.isUncertain) await this.catchUp()
      if (this.closed) throw new ChainEnded('the chain is closed')
      const records = this.linked(rest)
      this.isUncertain = true
      try {
        await this.store.insert(records)
        for (const record of records) this.follow(record)
        this.isUncertain = false
        return
      } catch (error) {
        if (!isDuplicateKey(error) || attempt === ATTEMPTS) throw error
        // An insert that was given up has come through after all, or another process writes here.
        const stored = await this.catchUp()
        rest = rest.filter((_, index) => !stored.has(records[index]?.hash ?? ''))
      }
    }
  }

  /**
   * Takes in what is stored behind the last known record.
   * @throws ChainEnded when that does not follow from what is known: it must not be signed
   */
  async catchUp(): Promise<ReadonlySet<string>> {
    const stored = new Set<string>()
    if (this.head.size === 0) await this.startAtCheckpoint()
    for await (const record of this.store.recordsFrom(this.chain, this.head.size)) {
      if (record.sequence !== this.size || record.previous !== this.lastHash || !isIntact(record))
        throw new ChainEnded(`the chain is broken at ${record.sequence}`)
      stored.add(record.hash)
      this.follow(record)
    }
    this.isUncertain = false
    return stored
  }

  /**
   * Signs what is there, if there is anything new, and proves that it goes on from what was signed before. One call at a time.
   * @returns what is stored now: also one that an earlier call could not be sure of
   */
  async seal(key: Sm2Key, at: string): Promise<Checkpoint[]> {
    const late = this.pending === undefined ? [] : [await this.storePending(this.pending)]
    if (this.unsealed === 0) return late
    const { head, tree, sealedTree: before } = this
    const added = this.unsealedHashes.slice(0, tree.size - before.size)
    const proof = consistencyProof(algorithmOf(head.hash) ?? this.algorithm, { before, added })
    const extended = before.size === 0 ? undefined : { size: before.size, proof }
    const checkpoint = signedCheckpoint({ chain: this.chain, head: head.hash, tree, extends: extended, at }, key)
    // From here on it may be stored, so that the next one has to go on from it.
    this.pending = checkpoint
    this.sealedTree = tree
    this.unsealedHashes.splice(0, added.length)
    return [...late, await this.storePending(checkpoint)]
  }

  private async storePending(checkpoint: Checkpoint): Promise<Checkpoint> {
    await this.store.addCheckpoint(checkpoint)
    this.pending = undefined
    return checkpoint
  }

  private async startAtCheckpoint(): Promise<void> {
    const last = (await this.store.listCheckpoints(this.chain)).at(-1)
    if (last === undefined) return
    this.head = { chain: this.chain, size: last.size, hash: last.head }
    this.tree = { size: last.size, roots: last.frontier }
    this.sealedTree = this.tree
    this.unsealedHashes = []
    const { value: end } = await this.store.recordsFrom(this.chain, last.size - 1).next()
    this.closed = end === undefined || end.kind === 'CHAIN_CLOSED'
  }

  private linked(contents: readonly EvidenceContent[]): EvidenceRecord[] {
    let head = this.head
    return contents.map((content) => {
      const record = linkedRecord(content, head, this.algorithm)
      head = headAfter(record)
      return record
    })
  }

  private follow(record: EvidenceRecord): void {
    this.head = headAfter(record)
    this.tree = withLeaf(this.tree, algorithmOf(record.hash) ?? this.algorithm, record.hash)
    this.unsealedHashes.push(record.hash)
    if (record.kind === 'CHAIN_CLOSED') this.closed = true
  }
}

import { type Checkpoint, signedCheckpoint } from '../chain/checkpoint.ts'
import { consistencyProof } from '../chain/consistencyProof.ts'
import { emptyTree, withLeaf } from '../chain/merkleTree.ts'
import type { EvidenceContent, EvidenceRecord } from '../record/evidenceRecord.ts'
import type { HashAlgorithm } from '../record/hashAlgorithm.ts'
import { headAfter, linkedRecord } from '../record/linkedRecord.ts'
import type { Sm2Key } from '../signing/sm2Key.ts'

/** What an officer's look at one enterprise leaves. */
export function sampleAccess(number: number): EvidenceContent {
  return {
    kind: 'ACCESS',
    at: new Date(Date.UTC(2026, 10, 25, 9, 0, number)).toISOString(),
    caller: `officer-${number % 3}`,
    role: 'OFFICER',
    operation: 'CreditCheck',
    variables: '{"id":"[…]"}',
    subjectIds: [`S${number % 5}`],
    levels: ['PUBLIC', 'SHARED'],
    fields: { PUBLIC: 'Enterprise.name', SHARED: 'Enterprise.penalties' },
    result: 'ANSWERED',
  }
}

export interface SampleChain {
  readonly records: EvidenceRecord[]
  readonly checkpoints: Checkpoint[]
}

/** A chain with a checkpoint after every few records and after the last. */
export function sampleChain(
  key: Sm2Key,
  options: { chain?: string; size: number; every: number; algorithm?: HashAlgorithm; first?: number },
): SampleChain {
  const { chain = 'C1', size, every, algorithm = 'SM3', first = 0 } = options
  const records: EvidenceRecord[] = []
  const checkpoints: Checkpoint[] = []
  let head = { chain, size: 0, hash: '' }
  let tree = emptyTree
  let sealed = emptyTree
  for (let number = 0; number < size; number++) {
    const record = linkedRecord(sampleAccess(first + number), head, algorithm)
    records.push(record)
    head = headAfter(record)
    tree = withLeaf(tree, algorithm, record.hash)
    if ((number + 1) % every === 0 || number + 1 === size) {
      const added = records.slice(sealed.size).map(({ hash }) => hash)
      const proof = consistencyProof(algorithm, { before: sealed, added })
      const extended = sealed.size === 0 ? undefined : { size: sealed.size, proof }
      checkpoints.push(signedCheckpoint({ chain, head: head.hash, tree, extends: extended, at: record.at }, key))
      sealed = tree
    }
  }
  return { records, checkpoints }
}

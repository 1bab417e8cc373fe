import { canonicalText } from './canonicalText.ts'
import type { EvidenceContent, EvidenceRecord } from './evidenceRecord.ts'
import { algorithmOf, type HashAlgorithm, hashOf } from './hashAlgorithm.ts'

/** Where the next record of a chain goes. */
export interface ChainHead {
  readonly chain: string
  /** Sequence of the next record: how many there are. */
  readonly size: number
  /** Hash of the last record; empty before the first. */
  readonly hash: string
}

/**
 * Puts a record behind the head of its chain. Members are assigned: an object of so many that is spread becomes a
 * dictionary, which everything that reads it later pays for.
 */
export function linkedRecord(content: EvidenceContent, head: ChainHead, algorithm: HashAlgorithm): EvidenceRecord {
  const unhashed = Object.assign({}, content, { chain: head.chain, sequence: head.size, previous: head.hash })
  return Object.assign(unhashed, { hash: hashOf(algorithm, canonicalText(unhashed)) })
}

/** The head of a chain after a record. */
export function headAfter({ chain, sequence, hash }: EvidenceRecord): ChainHead {
  return { chain, size: sequence + 1, hash }
}

/** Whether a record is what its hash says. */
export function isIntact({ hash, ...unhashed }: EvidenceRecord): boolean {
  const algorithm = algorithmOf(hash)
  if (algorithm === undefined) return false
  try {
    return hashOf(algorithm, canonicalText(unhashed)) === hash
  } catch {
    return false
  }
}

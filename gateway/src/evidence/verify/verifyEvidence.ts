import type { Checkpoint } from '../chain/checkpoint.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'
import { ChainCheck } from './chainCheck.ts'
import { checkpointContinuity } from './checkpointContinuity.ts'
import type { Finding } from './finding.ts'
import { PrunedChains } from './prunedChains.ts'
import { sortedCheckpoints } from './sortedCheckpoints.ts'

export interface EvidenceToVerify {
  /** Of any number of chains; each chain's in its order. */
  readonly records: AsyncIterable<EvidenceRecord> | Iterable<EvidenceRecord>
  /** All that are at hand, copies kept elsewhere included. */
  readonly checkpoints: readonly Checkpoint[]
  /** Public keys that may have signed. Left out, every key may: that shows only what the holder of the key has not done. */
  readonly trustedKeys?: ReadonlySet<string> | undefined
}

export interface EvidenceReport {
  readonly chains: number
  readonly records: number
  /** Records that no checkpoint covers yet: of these a cut-off end would not be seen. */
  readonly unsealed: number
  readonly checkpoints: number
  /** Checkpoints whose records are not here and that no proof ties to the checkpoint at which the records begin. */
  readonly unproven: number
  /** Public keys that have signed. */
  readonly keys: readonly string[]
  /** The first fault of each chain that has one; empty when all is as it was written. */
  readonly findings: readonly Finding[]
}

/** Verifies evidence, from wherever it comes, and names the first fault of every chain. */
export async function verifyEvidence({ records, checkpoints, trustedKeys }: EvidenceToVerify): Promise<EvidenceReport> {
  const { byChain, forged, keys } = sortedCheckpoints(checkpoints, trustedKeys)
  const checks = new Map<string, ChainCheck>()
  const checkOf = (chain: string): ChainCheck => {
    const check = checks.get(chain) ?? new ChainCheck(chain, byChain.get(chain) ?? new Map())
    checks.set(chain, check)
    return check
  }
  const prunedChains = new PrunedChains()
  for await (const record of records) {
    checkOf(record.chain).add(record)
    prunedChains.note(record)
  }
  for (const chain of [...byChain.keys(), ...prunedChains.mentioned]) checkOf(chain)
  const pruned = prunedChains.through(({ chain, sequence }) => checkOf(chain).sealed > sequence)
  const findings = [...checks].flatMap(([chain, check]) => check.end(pruned.get(chain) ?? 0) ?? [])
  const continuity = [...checks].map(([chain, { absent }]) =>
    checkpointContinuity(byChain.get(chain) ?? new Map(), absent),
  )
  const all = [...checks.values()]
  return {
    chains: all.length,
    records: all.reduce((sum, check) => sum + check.records, 0),
    unsealed: all.reduce((sum, check) => sum + check.size - check.sealed, 0),
    checkpoints: checkpoints.length,
    unproven: continuity.reduce((sum, { unproven }) => sum + unproven, 0),
    keys,
    findings: [...forged, ...continuity.flatMap((one) => one.findings), ...findings],
  }
}

import { HubError } from '@hub/schema/errors/HubError'
import type { Checkpoint } from '../chain/checkpoint.ts'
import type { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'
import { verifyEvidence } from '../verify/verifyEvidence.ts'
import { checkpointsBeside, writeEvidenceFile } from './evidenceFiles.ts'
import { storedEvidence } from './storedEvidence.ts'

export interface PruneRequest {
  readonly store: EvidenceStore
  /** Where it is noted that there was pruning, by whom, and how far. */
  readonly ledger: EvidenceLedger
  readonly caller: string
  /** Checkpoints kept outside the database: what was cut off with its checkpoints shows by them. */
  readonly keptCheckpoints: readonly Checkpoint[]
  /** Public keys that may have signed; any when undefined. */
  readonly trustedKeys?: ReadonlySet<string> | undefined
  /** What was sealed before this instant may go. */
  readonly before: Date
  /** Gets what goes, to be kept offline. */
  readonly file: string
}

/** The last checkpoint of each chain that was signed before an instant. */
function lastBefore(checkpoints: readonly Checkpoint[], before: Date): Map<string, Checkpoint> {
  const last = new Map<string, Checkpoint>()
  for (const checkpoint of checkpoints) if (new Date(checkpoint.at) < before) last.set(checkpoint.chain, checkpoint)
  return last
}

async function* recordsThrough(store: EvidenceStore, ends: ReadonlyMap<string, Checkpoint>) {
  for await (const record of storedEvidence(store)) {
    const end = ends.get(record.chain)
    if (end !== undefined && record.sequence < end.size) yield record
  }
}

async function counted(records: AsyncIterable<EvidenceRecord>): Promise<number> {
  let count = 0
  for await (const _ of records) count += 1
  return count
}

/** How far every chain has been pruned, earlier prunings included: their own statements may be gone some day. */
async function statement(store: EvidenceStore, ends: ReadonlyMap<string, Checkpoint>): Promise<Record<string, number>> {
  const chains: Record<string, number> = {}
  for await (const { details } of store.records.find({ kind: 'PRUNED' })) Object.assign(chains, details?.chains)
  for (const [chain, { size }] of ends) chains[chain] = size
  return chains
}

/**
 * Moves old evidence into a file. What stays can be verified as before: a signed statement says what went, and the
 * checkpoint at which it ends stays.
 * @returns how many records went
 * @throws HubError HUB_EVIDENCE_TAMPERED when there is a fault in the evidence, which must not be destroyed
 */
export async function pruneEvidence(request: PruneRequest): Promise<number> {
  const { store, ledger, caller, keptCheckpoints, trustedKeys, before, file } = request
  const checkpoints = await store.listCheckpoints()
  const all = [...checkpoints, ...keptCheckpoints]
  const { findings } = await verifyEvidence({ records: storedEvidence(store), checkpoints: all, trustedKeys })
  if (findings.length > 0) throw new HubError('HUB_EVIDENCE_TAMPERED')
  const ends = lastBefore(checkpoints, before)
  const count = await counted(recordsThrough(store, ends))
  if (count === 0) return 0
  await writeEvidenceFile(file, recordsThrough(store, ends))
  await writeEvidenceFile(
    checkpointsBeside(file),
    checkpoints.filter(({ chain, size }) => size <= (ends.get(chain)?.size ?? 0)),
  )
  const details = { act: 'PRUNE', before: before.toISOString(), count, chains: await statement(store, ends) }
  await ledger.append({ kind: 'PRUNED', at: new Date().toISOString(), caller, result: 'DONE', details })
  await ledger.sealed()
  for (const [chain, { size }] of ends) await store.deleteBefore(chain, size)
  return count
}

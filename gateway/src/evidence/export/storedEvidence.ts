import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'

/** Every record of every chain, chain by chain in order. */
export async function* storedEvidence(store: EvidenceStore): AsyncGenerator<EvidenceRecord> {
  for (const { _id: chain } of await store.listChains()) yield* store.recordsFrom(chain, 0)
}

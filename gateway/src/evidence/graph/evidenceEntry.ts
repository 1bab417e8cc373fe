import type { StoredEvidence } from '../ledger/evidenceStore.ts'

/** A record as the audit administrator sees it (GraphQL type EvidenceEntry). */
export function evidenceEntry({ _id, previous: _, chain, fields = {}, details, ...record }: StoredEvidence) {
  return {
    ...record,
    chainId: chain,
    fields: Object.values(fields).flatMap((coordinates) => coordinates.split(' ')),
    details: details && JSON.stringify(details),
  }
}

export type EvidenceEntry = ReturnType<typeof evidenceEntry>

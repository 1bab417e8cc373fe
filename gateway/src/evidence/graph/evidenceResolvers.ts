import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { chainList } from './chainList.ts'

/** What of the hub's graph is about evidence (`gateway/graphql/evidence.graphql`). */
export function evidenceResolvers(store: EvidenceStore): SubgraphResolvers {
  return {
    Query: { evidence: () => ({}) },
    EvidenceViews: { chains: () => chainList(store) },
  }
}

import { mayAct } from '@hub/schema/access/administrativeActs'
import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { readVolumeRules } from '../volume/volumeRules.ts'
import { accessLog } from './accessLog.ts'
import { chainList } from './chainList.ts'
import { evidenceCounts } from './evidenceCounts.ts'
import { evidencePage } from './evidencePage.ts'
import { publicReads } from './publicReads.ts'
import { unusualReads } from './unusualReads.ts'

/** What of the hub's graph is about evidence (`gateway/graphql/evidence.graphql`). */
export function evidenceResolvers(store: EvidenceStore): SubgraphResolvers {
  return {
    Query: {
      evidence: (_: unknown, __: unknown, { caller }: InProcessContext) => {
        if (!mayAct(caller, 'EVIDENCE_READ')) throw new HubError('HUB_ACT_FORBIDDEN')
        return {}
      },
    },
    Enterprise: { accessLog: accessLog(store) },
    EvidenceViews: {
      chains: () => chainList(store),
      records: evidencePage(store),
      counts: evidenceCounts(store),
      publicReads: publicReads(store),
      unusualVolume: unusualReads(store, readVolumeRules()),
    },
  }
}

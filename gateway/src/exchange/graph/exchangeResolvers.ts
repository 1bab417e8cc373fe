import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import type { ExchangeStores } from '../exchangeStores.ts'
import { agreementMutations } from './agreementMutations.ts'
import { agreementById, agreementPage } from './agreementViews.ts'
import { secretMutations } from './secretMutations.ts'

/** What of the hub's graph is about exchange (`gateway/graphql/exchange.graphql`). */
export function exchangeResolvers({ agreements, acts, secrets }: ExchangeStores): SubgraphResolvers {
  return {
    Query: { exchange: () => ({}) },
    Mutation: { ...agreementMutations(acts), ...secretMutations(secrets) },
    ExchangeViews: {
      agreements: agreementPage(agreements),
      agreement: agreementById(agreements),
      secrets: () => secrets.list(),
    },
  }
}

import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { heldDigestsField } from '../reconciliation/full/heldDigestsField.ts'
import { reconcileMutation } from '../reconciliation/full/reconcileMutation.ts'
import { reconciliationById, reconciliationPage, runFields } from '../reconciliation/full/reconciliationViews.ts'
import { reconciliationField } from '../reconciliation/reconciliationField.ts'
import { agreementMutations } from './agreementMutations.ts'
import { agreementById, agreementPage } from './agreementViews.ts'
import { deliveryMutations } from './deliveryMutations.ts'
import { deliveryStatus } from './deliveryStatus.ts'
import { deadLetterPage, receiptPage } from './deliveryViews.ts'
import { dryRun } from './dryRun.ts'
import { recordTrace } from './recordTrace.ts'
import { secretMutations } from './secretMutations.ts'

/** What of the hub's graph is about exchange (`gateway/graphql/exchange.graphql`). */
export function exchangeResolvers(stores: ExchangeStores): SubgraphResolvers {
  const { agreements, acts, secrets, deliveries, running, alarms } = stores
  return {
    Query: { exchange: () => ({}), heldDigests: heldDigestsField(stores) },
    Mutation: {
      ...agreementMutations(acts),
      ...secretMutations(secrets),
      ...deliveryMutations(stores),
      reconcileAgreement: reconcileMutation(stores),
    },
    ExchangeViews: {
      agreements: agreementPage(agreements),
      agreement: agreementById(agreements),
      secrets: () => secrets.list(),
      trace: recordTrace(stores),
      deadLetters: deadLetterPage(deliveries),
      receipts: receiptPage(deliveries),
      dryRun: dryRun(agreements, running),
      fullReconciliation: reconciliationById(stores),
    },
    ExchangeAgreement: {
      delivery: ({ id }: { readonly id: string }) => deliveries && deliveryStatus(deliveries, running, id),
      reconciliation: reconciliationField(stores),
      reconciliationAlarms: ({ id }: { readonly id: string }, _: unknown, context: InProcessContext) =>
        alarms.standing(id, databaseLimits(context)),
      fullReconciliations: reconciliationPage(stores),
    },
    FullReconciliation: runFields(stores),
  }
}

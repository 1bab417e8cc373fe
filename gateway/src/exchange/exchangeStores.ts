import { HubError } from '@hub/schema/errors/HubError'
import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import type { mongo } from 'mongoose'
import { AgreementActs } from './agreements/agreementActs.ts'
import { AgreementStore } from './agreements/agreementStore.ts'
import type { AgreementTerms } from './agreements/agreementTerms.ts'
import { type OpenFields, refuseClosedFields } from './agreements/refuseClosedFields.ts'
import { type DeliveryStores, deliveryStores } from './delivery/deliveryStores.ts'
import type { DeliveryWorkers } from './delivery/deliveryWorkers.ts'
import type { FeedReader } from './feed/feedReader.ts'
import { FileLog } from './files/fileLog.ts'
import type { FileRuns } from './files/runs/fileRuns.ts'
import { PullAgreements } from './pull/pullAgreements.ts'
import { ReconciliationAlarms } from './reconciliation/alarms/reconciliationAlarms.ts'
import { PartnerSecrets } from './secrets/partnerSecrets.ts'

/** What runs in this process once it has started; the graph is made before. */
export interface RunningExchange {
  /** What terms let their readers find, by the graph that is served. */
  openFields?: OpenFields
  feed?: FeedReader
  workers?: DeliveryWorkers
  files?: FileRuns
}

/** What the exchange keeps in the hub's database. */
export interface ExchangeStores {
  readonly agreements: AgreementStore
  readonly acts: AgreementActs
  /** What partners read by. */
  readonly pulled: PullAgreements
  readonly secrets: PartnerSecrets
  /** Undefined where there are no keys: then nothing is delivered. */
  readonly deliveries: DeliveryStores | undefined
  /** For how many days deliveries can be reconciled. */
  readonly keptDays: number
  readonly running: RunningExchange
  readonly files: FileLog
  readonly alarms: ReconciliationAlarms
}

/**
 * @param sealer undefined where the settings give no EXCHANGE_KEYS: then there are no secrets, and nothing is delivered
 * @param refusePlaces throws for terms whose data the settings leave no way for
 */
export function exchangeStores(
  db: mongo.Db,
  sealer: ByteSealer | undefined,
  refusePlaces: (terms: AgreementTerms) => Promise<void> = async () => undefined,
  keptDays = Number.POSITIVE_INFINITY,
): ExchangeStores {
  const agreements = new AgreementStore(db)
  const secrets = new PartnerSecrets(db, sealer)
  const running: RunningExchange = {}
  const refuse = async (terms: AgreementTerms): Promise<void> => {
    if (running.openFields !== undefined) refuseClosedFields(terms, running.openFields)
    await refusePlaces(terms)
    const fault = await secrets.faultOf(terms)
    if (fault !== undefined) throw new HubError('BAD_USER_INPUT', fault)
  }
  const acts = new AgreementActs({ store: agreements, refuse })
  const deliveries = sealer && deliveryStores(db, sealer)
  const alarms = new ReconciliationAlarms(db)
  const pulled = new PullAgreements({ agreements, ledger: deliveries?.ledger })
  return { agreements, acts, pulled, secrets, deliveries, files: new FileLog(db), alarms, keptDays, running }
}

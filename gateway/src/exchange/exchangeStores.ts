import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import type { mongo } from 'mongoose'
import { AgreementActs } from './agreements/agreementActs.ts'
import { AgreementStore } from './agreements/agreementStore.ts'
import type { AgreementTerms } from './agreements/agreementTerms.ts'
import { type DeliveryStores, deliveryStores } from './delivery/deliveryStores.ts'
import type { DeliveryWorkers } from './delivery/deliveryWorkers.ts'
import type { FeedReader } from './feed/feedReader.ts'
import { FileLog } from './files/fileLog.ts'
import type { FileRuns } from './files/runs/fileRuns.ts'
import { PartnerSecrets } from './secrets/partnerSecrets.ts'

/** What runs in this process once it has started; the graph is made before. */
export interface RunningExchange {
  feed?: FeedReader
  workers?: DeliveryWorkers
  files?: FileRuns
}

/** What the exchange keeps in the hub's database. */
export interface ExchangeStores {
  readonly agreements: AgreementStore
  readonly acts: AgreementActs
  readonly secrets: PartnerSecrets
  /** Undefined where there are no keys: then nothing is delivered. */
  readonly deliveries: DeliveryStores | undefined
  /** For how many days deliveries can be reconciled. */
  readonly keptDays: number
  readonly running: RunningExchange
  readonly files: FileLog
}

/**
 * @param sealer undefined where the settings give no EXCHANGE_KEYS: then there are no secrets, and nothing is delivered
 * @param placeFault what the settings lack for terms
 */
export function exchangeStores(
  db: mongo.Db,
  sealer: ByteSealer | undefined,
  placeFault: (terms: AgreementTerms) => string | undefined = () => undefined,
  keptDays = Number.POSITIVE_INFINITY,
): ExchangeStores {
  const agreements = new AgreementStore(db)
  const secrets = new PartnerSecrets(db, sealer)
  const acts = new AgreementActs({
    store: agreements,
    faultOf: async (terms) => placeFault(terms) ?? (await secrets.faultOf(terms)),
  })
  const deliveries = sealer && deliveryStores(db, sealer)
  return { agreements, acts, secrets, deliveries, files: new FileLog(db), keptDays, running: {} }
}

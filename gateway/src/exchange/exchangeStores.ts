import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import type { mongo } from 'mongoose'
import { AgreementActs } from './agreements/agreementActs.ts'
import { AgreementStore } from './agreements/agreementStore.ts'
import { PartnerSecrets } from './secrets/partnerSecrets.ts'

/** What the exchange keeps in the hub's database. */
export interface ExchangeStores {
  readonly agreements: AgreementStore
  readonly acts: AgreementActs
  readonly secrets: PartnerSecrets
}

/** @param sealer undefined where the settings give no EXCHANGE_KEYS: then there are no secrets, and nothing is delivered */
export function exchangeStores(db: mongo.Db, sealer: ByteSealer | undefined): ExchangeStores {
  const agreements = new AgreementStore(db)
  const secrets = new PartnerSecrets(db, sealer)
  const acts = new AgreementActs({ store: agreements, secretFault: (terms) => secrets.faultOf(terms) })
  return { agreements, acts, secrets }
}

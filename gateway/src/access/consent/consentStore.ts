import { randomUUID } from 'node:crypto'
import type { AccessGrant, CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { mongo } from 'mongoose'
import { type Consent, type ConsentTerms, granteeNames, grantsOf } from './consent.ts'

/** Consents and agreements of the hub's own database; read at every request that states a purpose, so that a revocation counts at once. */
export class ConsentStore {
  private readonly consents: mongo.Collection<Consent>
  private ready: Promise<unknown> | undefined

  constructor(
    db: mongo.Db,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.consents = db.collection<Consent>('consents')
  }

  async give(terms: ConsentTerms, { caller }: CallerClaims): Promise<Consent> {
    this.ready ??= this.consents.createIndex({ grantee: 1 })
    await this.ready
    const consent = { _id: randomUUID(), ...terms, givenBy: caller, givenAt: this.clock(), revokedAt: null }
    await this.consents.insertOne(consent)
    return consent
  }

  /** Ends a consent now; one that has ended stays as it is. */
  async revoke(id: string): Promise<void> {
    await this.consents.updateOne({ _id: id, revokedAt: null }, { $set: { revokedAt: this.clock() } })
  }

  /**
   * What is open to a caller for the purpose he states.
   * @throws HubError HUB_CONSENT_UNAVAILABLE when the database cannot be asked: that is no denial
   */
  async grantsFor(claims: CallerClaims): Promise<AccessGrant[]> {
    try {
      const found = await this.consents.find({ grantee: { $in: granteeNames(claims) } }).toArray()
      const today = shanghaiDate(this.clock())
      return grantsOf(found, claims, today)
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error))
      throw new HubError('HUB_CONSENT_UNAVAILABLE', undefined, { cause })
    }
  }
}

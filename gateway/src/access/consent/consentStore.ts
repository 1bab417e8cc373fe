import { randomUUID } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { mongo } from 'mongoose'
import type { Decision } from '../decision.ts'
import { type AccessGround, type Consent, type ConsentTerms, consentState, granteeNames, groundsOf } from './consent.ts'
import { isSharingToken, sharedConsentId } from './sharingToken.ts'

/** What a caller may name at a request beside his purpose. */
export interface AskedGrants {
  /** The consent of the token that he shows. */
  readonly shared?: Consent | undefined
  /** The only subjects that the request is about; all when undefined. */
  readonly about?: readonly string[] | undefined
}

/** As many of one subject, grantee and purpose as may stand: all of them are read at each request of the grantee. */
export const MOST_STANDING = 50

/** As many subjects as the claims of one request can carry to a division. */
const MOST_SUBJECTS = 800

/** Consents and agreements of the hub's own database; read at every request that states a purpose, so that a revocation counts at once. */
export class ConsentStore {
  readonly consents: mongo.Collection<Consent>
  private ready: Promise<unknown> | undefined

  constructor(
    db: mongo.Db,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.consents = db.collection<Consent>('consents')
  }

  /** The day it is, Asia/Shanghai. */
  today(): string {
    return shanghaiDate(this.clock())
  }

  /** Builds what requests and lists read by; again after it has failed. */
  async buildIndexes(): Promise<void> {
    this.ready ??= this.consents
      .createIndexes([
        { key: { grantee: 1, granteeKind: 1, givenAt: 1, _id: 1 } },
        // What has ended or was revoked is passed over, however much of it there is.
        { key: { grantee: 1, granteeKind: 1, purpose: 1, revokedAt: 1, to: 1 } },
        { key: { grantor: 1, givenAt: 1, _id: 1 } },
      ])
      .catch((error: unknown) => {
        this.ready = undefined
        throw error
      })
    await this.ready
  }

  /** A consent that is not kept yet. */
  drafted(terms: ConsentTerms, { caller }: CallerClaims, _id: string = randomUUID()): Consent {
    return { _id, ...terms, givenBy: caller, givenAt: this.clock(), revokedAt: null }
  }

  async keep(consent: Consent): Promise<void> {
    await this.buildIndexes()
    await this.consents.insertOne(consent)
  }

  /** Whether one consent more may stand between its subject and its grantee. Two given at once may both pass. */
  async hasRoom({ grantor, grantee, granteeKind, purpose }: ConsentTerms): Promise<boolean> {
    await this.buildIndexes()
    const standing = { grantor, grantee, granteeKind, purpose, revokedAt: null, to: { $gte: this.today() } }
    const count = await this.consents.countDocuments(standing as mongo.Filter<Consent>, { limit: MOST_STANDING })
    return count < MOST_STANDING
  }

  find(id: string): Promise<Consent | null> {
    return this.consents.findOne({ _id: id })
  }

  /** Decides an agreement that waits for it. @returns false when it does not wait any more */
  async decide(id: string, decision: Decision): Promise<boolean> {
    const waiting = { _id: id, grantor: { $exists: false }, decision: { $exists: false }, revokedAt: null }
    const { modifiedCount } = await this.consents.updateOne(waiting as mongo.Filter<Consent>, { $set: { decision } })
    return modifiedCount === 1
  }

  /** Ends a consent now; one that has ended stays as it is. @returns how it stands */
  async revoke(id: string, { caller }: CallerClaims): Promise<Consent | null> {
    await this.consents.updateOne(
      { _id: id, revokedAt: null },
      { $set: { revokedAt: this.clock(), revokedBy: caller } },
    )
    return this.find(id)
  }

  /**
   * The consent that a sharing token stands for, while it runs; undefined otherwise.
   * @throws HubError HUB_CONSENT_UNAVAILABLE when the database cannot be asked
   */
  async sharedBy(token: string): Promise<Consent | undefined> {
    const id = sharedConsentId(token)
    const consent = id === undefined ? null : await answered(this.find(id))
    if (consent?.tokenHash === undefined || !isSharingToken(token, consent.tokenHash)) return undefined
    return consentState(consent, this.today()) === 'IN_FORCE' ? consent : undefined
  }

  /**
   * What opens sections to a caller for the purpose he states. What he has named narrows the token that he shows as it
   * narrows consents.
   * @throws HubError HUB_CONSENT_UNAVAILABLE when the database cannot be asked: that is no denial; HUB_CONSENT_TOO_MANY
   */
  async groundsFor(claims: CallerClaims, { shared, about }: AskedGrants = {}): Promise<AccessGround[]> {
    const { purpose } = claims
    if (purpose === undefined) return []
    const today = this.today()
    const condition = {
      $or: granteeNames(claims),
      purpose,
      revokedAt: null,
      from: { $lte: today },
      to: { $gte: today },
      ...(about === undefined ? {} : { grantor: { $in: [...about, null] } }),
    } as mongo.Filter<Consent>
    const given = await answered(firstOfEach(this.consents.find(condition), today))
    const isNamed = about === undefined || (shared?.grantor !== undefined && about.includes(shared.grantor))
    return groundsOf(shared !== undefined && isNamed ? [shared, ...given] : given, claims, today)
  }
}

/**
 * Consents in force, those that a subject gave of the same sections once: however many stand, they open the same. An
 * agreement that waits or was rejected must not stand for one that was approved.
 * @throws HubError HUB_CONSENT_TOO_MANY as soon as there are more subjects than a request can carry
 */
async function firstOfEach(consents: AsyncIterable<Consent>, today: string): Promise<Iterable<Consent>> {
  const first = new Map<string, Consent>()
  const subjects = new Set<string>()
  for await (const consent of consents) {
    if (consentState(consent, today) !== 'IN_FORCE') continue
    const { grantor, sections } = consent
    if (grantor !== undefined && subjects.add(grantor).size > MOST_SUBJECTS) throw new HubError('HUB_CONSENT_TOO_MANY')
    const key = JSON.stringify([grantor ?? null, sections.toSorted()])
    if (!first.has(key)) first.set(key, consent)
  }
  return first.values()
}

async function answered<T>(question: Promise<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof HubError) throw error
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_CONSENT_UNAVAILABLE', undefined, { cause })
  }
}

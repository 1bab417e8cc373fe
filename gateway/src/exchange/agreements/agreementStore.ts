import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { mongo } from 'mongoose'
import type { Decision } from '../../access/decision.ts'
import type { AgreementVersion } from './exchangeAgreement.ts'

type StoredVersion = Omit<AgreementVersion, 'decision'>

interface StoredDecision extends Decision {
  /** As the version's. */
  readonly _id: string
}

/** What reads of the store may take. */
export interface ReadLimits {
  readonly maxTimeMS?: number
  readonly signal?: AbortSignal
}

/** Agreements in the hub's database: versions and decisions are documents that are added and never changed. */
export class AgreementStore {
  private readonly versions: mongo.Collection<StoredVersion>
  private readonly decisions: mongo.Collection<StoredDecision>

  constructor(db: mongo.Db) {
    this.versions = db.collection('exchange_agreement_versions')
    this.decisions = db.collection('exchange_agreement_decisions')
  }

  /** Ids of all agreements, sorted. */
  async ids(limits: ReadLimits = {}): Promise<string[]> {
    const found: string[] = await this.versions.distinct('agreement', {}, limits)
    return found.sort()
  }

  /** All versions of the agreements that a partner reads. */
  async pulledBy(partner: string): Promise<AgreementVersion[][]> {
    const ids: string[] = await this.versions.distinct('agreement', {
      'terms.partner': partner,
      'terms.mode': 'PULL',
    })
    return Promise.all(ids.sort().map((id) => this.versionsOf(id)))
  }

  /** All versions of an agreement, the first one first; none where there is no such agreement. */
  async versionsOf(agreement: string, limits: ReadLimits = {}): Promise<AgreementVersion[]> {
    // ';' follows ':', which no agreement's id contains.
    const own = { _id: { $gte: `${agreement}:`, $lt: `${agreement};` } }
    const [versions, decisions] = await Promise.all([
      this.versions.find(own, limits).toArray(),
      this.decisions.find(own, limits).toArray(),
    ])
    const decided = new Map(decisions.map(({ _id, ...decision }) => [_id, decision]))
    return versions
      .map((version): AgreementVersion => ({ ...version, decision: decided.get(version._id) ?? null }))
      .sort((one, other) => one.version - other.version)
  }

  /** Adds a version. @returns false when another one has taken its number */
  add(version: AgreementVersion): Promise<boolean> {
    const { decision: _, ...stored } = version
    return isFirst(this.versions.insertOne(stored))
  }

  /** Decides a version. @returns false when it has been decided before */
  decide(version: AgreementVersion, decision: Decision): Promise<boolean> {
    return isFirst(this.decisions.insertOne({ _id: version._id, ...decision }))
  }
}

async function isFirst(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

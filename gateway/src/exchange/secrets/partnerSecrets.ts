import { randomBytes } from 'node:crypto'
import { HubError } from '@hub/schema/errors/HubError'
import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import { mongo } from 'mongoose'
import { inTransaction } from '../../database/inTransaction.ts'
import { type AgreementTerms, formatsOfMode } from '../agreements/agreementTerms.ts'
import { webhookKey } from '../push/webhookSignature.ts'

const SECRET_BYTES = 32
const HOUR_MILLIS = 3_600_000
const MOST_LISTED = 1_000

/** One text of a secret; a secret that is being changed has two that hold. */
interface StoredSecret {
  /** `secret:number`. */
  readonly _id: string
  readonly secret: string
  readonly number: number
  readonly partner: string
  readonly isWebhook: boolean
  readonly sealed: mongo.Binary
  readonly createdBy: string
  readonly createdAt: Date
  /** From then on it holds no more; null until it is changed. */
  readonly endsAt: Date | null
}

/** A secret as lists show it: everything but what it is. */
export type ListedSecret = Omit<StoredSecret, '_id' | 'sealed'>

/** A secret just made: the only time that its text is shown. */
export interface NewSecret {
  readonly id: string
  readonly text: string
}

/** Secrets shared with partners, sealed in the hub's database. */
export class PartnerSecrets {
  private readonly secrets: mongo.Collection<StoredSecret>

  /** @param sealer undefined where the settings give no keys: then there are no secrets */
  constructor(
    private readonly db: mongo.Db,
    private readonly sealer: ByteSealer | undefined,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.secrets = db.collection('exchange_secrets')
  }

  /**
   * @param given a secret that the partner has given; a new one for webhooks is made without
   * @throws HubError HUB_EXCHANGE_KEYS_MISSING
   */
  async create(partner: string, by: string, given?: string | undefined): Promise<NewSecret> {
    const id = `sec-${randomBytes(6).toString('hex')}`
    const { text, stored } = this.made({ id, number: 1, partner, by }, given)
    await this.secrets.insertOne(stored)
    return { id, text }
  }

  /**
   * A further text for the same secret; the one before holds for so many hours more.
   * @throws HubError BAD_USER_INPUT where there is no such secret; HUB_AGREEMENT_CONFLICT when another one changes it
   */
  async rotate(id: string, { by, overlapHours, given }: Rotation): Promise<NewSecret> {
    const [last] = await this.secrets.find({ secret: id }).sort({ number: -1 }).limit(1).toArray()
    if (last === undefined) throw new HubError('BAD_USER_INPUT', `没有这个密钥 / there is no such secret: ${id}`)
    const { text, stored } = this.made({ id, number: last.number + 1, partner: last.partner, by }, given)
    if (stored.isWebhook !== last.isWebhook)
      throw new HubError('BAD_USER_INPUT', '新旧密钥须为同一类 / both texts must be of one kind (whsec_… or other)')
    const endsAt = new Date(this.clock().getTime() + overlapHours * HOUR_MILLIS)
    const before = { secret: id, number: { $lte: last.number }, endsAt: null }
    try {
      // Whatever ends the hub in between: there are never two texts of which neither has an end.
      await inTransaction(this.db, async (session) => {
        await this.secrets.insertOne(stored, { session })
        await this.secrets.updateMany(before, { $set: { endsAt } }, { session })
      })
    } catch (error) {
      if (isDuplicateKey(error)) throw new HubError('HUB_AGREEMENT_CONFLICT')
      throw error
    }
    return { id, text }
  }

  /** Everything that is known of secrets beside their texts. */
  async list(): Promise<ListedSecret[]> {
    const found = await this.secrets.find({}).sort({ secret: 1, number: 1 }).limit(MOST_LISTED).toArray()
    return found.map(({ _id, sealed: _, ...listed }) => listed)
  }

  /** The texts that hold now, the newest first. @throws HubError HUB_SEALED_UNREADABLE, HUB_EXCHANGE_KEYS_MISSING */
  async textsOf(ids: readonly string[]): Promise<string[]> {
    const now = this.clock()
    const found = await this.secrets.find({ secret: { $in: [...ids] } }).toArray()
    const holding = found.filter(({ endsAt }) => endsAt === null || endsAt > now)
    return holding
      .sort((one, other) => other.number - one.number)
      .map(({ _id, sealed }) => this.ownSealer().open(bytesOf(sealed), _id).toString('utf8'))
  }

  /** What is wrong with the secrets that terms name; undefined for nothing. */
  async faultOf({ partner, mode, format, secretIds }: AgreementTerms): Promise<string | undefined> {
    const found = await this.secrets.find({ secret: { $in: [...secretIds] } }).toArray()
    const unknown = secretIds.find((id) => !found.some(({ secret }) => secret === id))
    if (unknown !== undefined) return `没有这个密钥 / there is no such secret: ${unknown}`
    const foreign = found.find((secret) => secret.partner !== partner)
    if (foreign !== undefined) return `密钥属于另一单位 / the secret is another partner's: ${foreign.secret}`
    const isWebhook = mode === 'PUSH' && (format ?? formatsOfMode.PUSH[0]) === 'WEBHOOK'
    const other = isWebhook ? found.find((secret) => !secret.isWebhook) : undefined
    return other && `推送须用 whsec_ 密钥 / webhooks need a whsec_ secret: ${other.secret}`
  }

  private made({ id, number, partner, by }: Made, given: string | undefined): { text: string; stored: StoredSecret } {
    const text = given ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
    const _id = `${id}:${number}`
    const sealed = new mongo.Binary(this.ownSealer().seal(Buffer.from(text), _id))
    const isWebhook = webhookKey(text) !== undefined
    const facts = { secret: id, number, partner, isWebhook, createdBy: by, createdAt: this.clock(), endsAt: null }
    return { text, stored: { _id, ...facts, sealed } }
  }

  private ownSealer(): ByteSealer {
    if (this.sealer === undefined) throw new HubError('HUB_EXCHANGE_KEYS_MISSING')
    return this.sealer
  }
}

export interface Rotation {
  readonly by: string
  readonly overlapHours: number
  readonly given?: string | undefined
}

interface Made {
  readonly id: string
  readonly number: number
  readonly partner: string
  readonly by: string
}

function bytesOf({ buffer, position }: mongo.Binary): Buffer {
  return Buffer.from(buffer.buffer, buffer.byteOffset, position)
}

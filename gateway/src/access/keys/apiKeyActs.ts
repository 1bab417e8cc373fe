import type { KeyObject } from 'node:crypto'
import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { callerFault } from '@hub/schema/access/callerFault'
import { HubError } from '@hub/schema/errors/HubError'
import type { ApiKeyRecord, ApiKeyStore } from './apiKeyStore.ts'
import { apiKeyDigest, newApiKey } from './apiKeyText.ts'
import type { ApiKeyVerifier } from './apiKeyVerifier.ts'

const DAY_MILLIS = 24 * 60 * 60_000

/** Administrators are persons and show tokens; a division shows its signature; the public shows nothing. */
const WITHOUT_KEYS: readonly Role[] = ['PUBLIC', 'DIVISION_SERVICE', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']

/** A key just made: the only time that its text is shown. */
export interface NewApiKey {
  readonly id: string
  readonly text: string
  readonly expiresAt: Date
}

/** A key as lists show it. */
export type ListedApiKey = Omit<ApiKeyRecord, '_id' | 'digest'> & { readonly id: string }

/** Who acts, and what keeps evidence of it before it takes effect: what nobody could find again is not done. */
export interface KeyActing {
  readonly caller: string
  readonly note: (more?: { readonly newKey: string }) => Promise<void>
}

export interface ApiKeyActsParts {
  readonly store: ApiKeyStore
  readonly hubSecret: KeyObject
  readonly verifier: Pick<ApiKeyVerifier, 'forget'>
  readonly clock?: () => number
}

/** What the security administrator does with the keys of services. */
export class ApiKeyActs {
  private readonly clock: () => number

  constructor(private readonly parts: ApiKeyActsParts) {
    this.clock = parts.clock ?? Date.now
  }

  /** @throws HubError BAD_USER_INPUT when the claims do not fit together, or are none that a key may carry */
  async create(claims: CallerClaims, days: number, by: KeyActing): Promise<NewApiKey> {
    const fault = WITHOUT_KEYS.includes(claims.role) ? `${claims.role} has no API keys` : callerFault(claims)
    if (fault !== undefined) throw new HubError('BAD_USER_INPUT', `密钥所载身份有误 / claims of the key: ${fault}`)
    const { key, record } = this.made(claims, days, by.caller)
    await by.note({ newKey: key.id })
    await this.parts.store.add(record)
    return key
  }

  async list(): Promise<ListedApiKey[]> {
    const keys = await this.parts.store.list()
    return keys.map(({ _id: id, digest: _, ...key }) => ({ id, ...key }))
  }

  /**
   * Holds at once here, and within seconds at other hubs; a key that is revoked stays as it is.
   * @throws HubError BAD_USER_INPUT when there is no such key
   */
  async revoke(id: string, by: KeyActing): Promise<void> {
    if ((await this.existing(id)).revokedAt !== undefined) return
    await by.note()
    await this.parts.store.revoke(id, by.caller, new Date(this.clock()))
    this.parts.verifier.forget(id)
  }

  /**
   * A new key for the same service; the old one holds for so many hours more.
   * @throws HubError BAD_USER_INPUT when there is no such key, or it holds no longer
   */
  async rotate(
    id: string,
    { days, overlapHours }: { readonly days: number; readonly overlapHours: number },
    by: KeyActing,
  ): Promise<NewApiKey> {
    const old = await this.existing(id)
    const now = this.clock()
    if (old.revokedAt !== undefined || old.expiresAt.getTime() <= now)
      throw new HubError('BAD_USER_INPUT', `密钥已失效，请新建 / the key holds no longer, make a new one: ${id}`)
    const { key, record } = this.made(old.claims, days, by.caller)
    const overlapEnd = new Date(Math.min(old.expiresAt.getTime(), now + overlapHours * 60 * 60_000))
    await by.note({ newKey: key.id })
    await this.parts.store.replace(old, record, overlapEnd)
    this.parts.verifier.forget(id)
    return key
  }

  private made(claims: CallerClaims, days: number, createdBy: string): { key: NewApiKey; record: ApiKeyRecord } {
    const { id, text } = newApiKey()
    const createdAt = new Date(this.clock())
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MILLIS)
    const digest = apiKeyDigest(text, this.parts.hubSecret).toString('hex')
    return { key: { id, text, expiresAt }, record: { _id: id, claims, digest, createdAt, createdBy, expiresAt } }
  }

  private async existing(id: string): Promise<ApiKeyRecord> {
    const key = await this.parts.store.find(id)
    if (key === null) throw new HubError('BAD_USER_INPUT', `没有这个密钥 / there is no such key: ${id}`)
    return key
  }
}

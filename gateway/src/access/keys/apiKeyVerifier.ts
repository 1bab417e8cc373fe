import { type KeyObject, timingSafeEqual } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { BoundedCache } from '../../execution/boundedCache.ts'
import { AccessRefused, unauthorised } from '../accessRefused.ts'
import type { ApiKeyRecord, ApiKeyStore } from './apiKeyStore.ts'
import { apiKeyDigest, apiKeyId } from './apiKeyText.ts'
import { type KeySessionLimits, KeySessions } from './keySessions.ts'
import type { LoginGuard } from './loginGuard.ts'

/** How long a record is believed: a key revoked at another hub holds here for no longer. */
const BELIEVED_MILLIS = 5_000
const USE_NOTED_MILLIS = 60_000
const KEPT_RECORDS = 1_000
/** Held against a key that there is not, so that its refusal takes as long as every other. */
const NO_DIGEST = Buffer.alloc(32)

export interface ApiKeyVerifierOptions {
  readonly store: Pick<ApiKeyStore, 'find' | 'used'>
  /** Keys the hashes of API keys. */
  readonly hubSecret: KeyObject
  readonly guard: LoginGuard
  readonly limits: KeySessionLimits
  readonly clock?: () => number
}

interface KeptRecord {
  readonly record: ApiKeyRecord
  readonly until: number
}

/** The service that shows a key. */
export interface KeyHolder {
  readonly caller: CallerClaims
  /** Takes a place among its requests under way, and gives it back. @throws AccessRefused HUB_SESSION_LIMIT */
  readonly enter: () => () => void
}

/** Tells from an API key which service shows it. */
export class ApiKeyVerifier {
  private readonly kept = new BoundedCache<KeptRecord>(KEPT_RECORDS)
  private readonly noted = new BoundedCache<number>(KEPT_RECORDS)
  private readonly clock: () => number
  private readonly sessions: KeySessions

  constructor(private readonly options: ApiKeyVerifierOptions) {
    this.clock = options.clock ?? Date.now
    this.sessions = new KeySessions(options.limits, this.clock)
  }

  /** @throws AccessRefused HUB_API_KEY_INVALID, HUB_LOGIN_LOCKED, HUB_SESSION_LIMIT, HUB_IDENTITY_UNAVAILABLE */
  async verify(text: string, address: string): Promise<KeyHolder> {
    const { guard, hubSecret } = this.options
    const id = apiKeyId(text)
    const watched = [`address ${address}`, ...(id === undefined ? [] : [`key ${id}`])]
    await guard.assertOpen(...watched)
    const record = id === undefined ? undefined : await this.find(id)
    const expected = record === undefined ? NO_DIGEST : Buffer.from(record.digest, 'hex')
    const isRight = timingSafeEqual(apiKeyDigest(text, hubSecret), expected)
    if (record === undefined || !isRight) {
      await guard.failed(...watched)
      throw invalid(id, record === undefined ? 'unknown' : 'wrong secret')
    }
    // Whoever knows the secret is no guesser, even when the key holds no longer.
    if (record.revokedAt !== undefined) throw invalid(id, 'revoked')
    if (record.expiresAt.getTime() <= this.clock()) throw invalid(id, 'expired')
    if (this.sessions.hasLapsed(record, this.noted.get(record._id))) throw invalid(id, 'not used for long')
    this.sessions.noteAddress(record._id, address)
    this.note(record._id)
    return { caller: record.claims, enter: () => this.sessions.enter(record._id) }
  }

  /** What is known of a key is looked up again. */
  forget(id: string): void {
    const kept = this.kept.get(id)
    if (kept !== undefined) this.kept.set(id, { ...kept, until: 0 })
  }

  private async find(id: string): Promise<ApiKeyRecord | undefined> {
    const kept = this.kept.get(id)
    const now = this.clock()
    if (kept !== undefined && now < kept.until) return kept.record
    try {
      const record = await this.options.store.find(id)
      if (record === null) return undefined
      this.kept.set(id, { record, until: now + BELIEVED_MILLIS })
      return record
    } catch (cause) {
      throw new AccessRefused('HUB_IDENTITY_UNAVAILABLE', { status: 503, reason: 'the hub database is out', cause })
    }
  }

  /** Nobody waits for it, and what is lost is a minute of a date. */
  private note(id: string): void {
    const now = this.clock()
    if (now - (this.noted.get(id) ?? 0) < USE_NOTED_MILLIS) return
    this.noted.set(id, now)
    this.options.store.used(id, new Date(now)).catch(() => undefined)
  }
}

/** Evidence names the key: its id is no secret. */
function invalid(id: string | undefined, reason: string): AccessRefused {
  return unauthorised('HUB_API_KEY_INVALID', id === undefined ? 'malformed' : `key ${id}: ${reason}`)
}

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { AccessRefused } from '../accessRefused.ts'

/** Keys are asked for again after this time, in the background. */
const FRESH_MILLIS = 5 * 60_000
/** A token with an unknown key makes us ask again, but not more often than this. */
const COOL_DOWN_MILLIS = 10_000
/** While the issuer is out its last keys are believed for this long. */
const TRUSTED_MILLIS = 24 * 60 * 60_000

/** Symmetric keys are no issuer's public keys: with one among them, its public text could pass for a secret. */
const ASYMMETRIC = new Set(['RSA', 'EC', 'OKP'])

export interface KeySourceOptions {
  /** Fetches the issuer's keys. */
  readonly load: () => Promise<JSONWebKeySet>
  /** Told when they cannot be fetched. */
  readonly onFault: (error: unknown) => void
  readonly clock?: () => number
}

/** The issuer's public keys (JWKS, RFC 7517): kept, followed as they are changed, and believed while the issuer is out. */
export class KeySource {
  private keys: JWTVerifyGetKey | undefined
  private loadedAt = Number.NEGATIVE_INFINITY
  private triedAt = Number.NEGATIVE_INFINITY
  private loading: Promise<void> | undefined
  private readonly clock: () => number

  constructor(private readonly options: KeySourceOptions) {
    this.clock = options.clock ?? Date.now
  }

  /**
   * The key that a token's header names.
   * @throws AccessRefused HUB_IDENTITY_UNAVAILABLE when there are no keys to be had
   * @throws errors.JOSEError when the issuer has no such key
   */
  readonly getKey: JWTVerifyGetKey = async (header, token) => {
    const age = this.clock() - this.loadedAt
    if (age >= TRUSTED_MILLIS) {
      if (this.mayTry()) await this.reload()
    } else if (age >= FRESH_MILLIS && this.mayTry()) void this.reload()
    try {
      return await this.current()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.mayTry()) throw error
      await this.reload()
      return this.current()(header, token)
    }
  }

  private current(): JWTVerifyGetKey {
    if (this.keys === undefined || this.clock() - this.loadedAt >= TRUSTED_MILLIS)
      throw new AccessRefused('HUB_IDENTITY_UNAVAILABLE', { status: 503, reason: 'no keys of the issuer' })
    return this.keys
  }

  /** Whoever comes while keys are being fetched waits for those, instead of being refused by the old ones. */
  private mayTry(): boolean {
    return this.loading !== undefined || this.clock() - this.triedAt >= COOL_DOWN_MILLIS
  }

  private reload(): Promise<void> {
    this.loading ??= this.load().finally(() => (this.loading = undefined))
    return this.loading
  }

  private async load(): Promise<void> {
    this.triedAt = this.clock()
    try {
      const { keys } = await this.options.load()
      const usable = keys.filter(({ kty }) => ASYMMETRIC.has(kty ?? ''))
      if (usable.length === 0) throw new Error('the JWKS has no public key')
      this.keys = createLocalJWKSet({ keys: usable })
      this.loadedAt = this.clock()
    } catch (error) {
      this.options.onFault(error)
    }
  }
}

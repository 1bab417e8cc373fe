import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'

export const ISSUER = 'https://issuer.test'
export const AUDIENCE = 'hub'

/** An issuer of tokens with one key, for tests. */
export class TestIssuer {
  private constructor(
    readonly kid: string,
    readonly algorithm: string,
    private readonly privateKey: CryptoKey,
    private readonly publicKey: CryptoKey,
  ) {}

  static async make(algorithm: string, kid: string = algorithm): Promise<TestIssuer> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    return new TestIssuer(kid, algorithm, privateKey, publicKey)
  }

  async jwks(): Promise<JSONWebKeySet> {
    return { keys: [{ ...(await exportJWK(this.publicKey)), kid: this.kid, alg: this.algorithm, use: 'sig' }] }
  }

  /** A token of an analyst that holds for an hour, but for what is said otherwise; undefined takes a claim away. */
  sign(changes: Readonly<Record<string, unknown>> = {}, now: number = Date.now()): Promise<string> {
    const seconds = Math.floor(now / 1000)
    const payload = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: '李四',
      role: 'analyst',
      iat: seconds,
      exp: seconds + 3_600,
      ...changes,
    }
    const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    return new SignJWT(kept).setProtectedHeader({ alg: this.algorithm, kid: this.kid }).sign(this.privateKey)
  }
}

/** A token put together by hand, with whatever header and signature. */
export function forgedToken(header: object, payload: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(payload)}.${signature}`
}

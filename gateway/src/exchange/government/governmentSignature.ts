import { createHash, createHmac } from 'node:crypto'

/** `HMAC-SM3`: GB/T 32905-2016 under HMAC. `MD5` protects nothing that it does not cover: body and nonce. */
export const governmentSchemes = ['HMAC-SM3', 'MD5'] as const

export type GovernmentScheme = (typeof governmentSchemes)[number]

export interface GovernmentKey {
  readonly appKey: string
  readonly secret: string
}

/** The key in a secret's text; undefined when it is not `appKey:secret`. */
export function governmentKey(text: string): GovernmentKey | undefined {
  const [, appKey, secret] = /^([^:\s]{1,100}):(\S+)$/.exec(text) ?? []
  return appKey === undefined || secret === undefined ? undefined : { appKey, secret }
}

export interface SignedRequest {
  readonly key: GovernmentKey
  readonly scheme: GovernmentScheme
  /** Used once. */
  readonly nonce: string
  readonly body: string
}

/** Parameters of a request at an instant: `requestTime` in milliseconds since 1970, `sign` in lower-case hexadecimal. */
export function governmentQuery({ key, scheme, nonce, body }: SignedRequest, now: Date): Record<string, string> {
  const { appKey, secret } = key
  const requestTime = String(now.getTime())
  if (scheme === 'MD5') {
    const sign = createHash('md5')
      .update(appKey + secret + requestTime)
      .digest('hex')
    return { appKey, requestTime, sign }
  }
  const digest = createHash('sm3').update(body).digest('hex')
  const sign = createHmac('sm3', secret).update([appKey, requestTime, nonce, digest].join('\n')).digest('hex')
  return { appKey, requestTime, nonce, sign }
}

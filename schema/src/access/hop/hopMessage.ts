import { createHmac, hash, type KeyObject } from 'node:crypto'

/**
 * The form of a signed request between hub and division: HTTP Message Signatures (RFC 9421) with HMAC-SHA256 and
 * Content-Digest (RFC 9530), always over the same components.
 */
export const hopHeaders = {
  digest: 'content-digest',
  caller: 'hub-caller',
  input: 'signature-input',
  signature: 'signature',
} as const

/** The parts of a request that a signature covers. */
export interface HopMessage {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  readonly digest: string
  readonly caller: string
}

/** What a signature says of itself. */
export interface HopParameters {
  /** Seconds of the epoch. */
  readonly created: number
  readonly keyId: string
  readonly nonce: string
  /** From whom to whom: what is meant for one end is refused by every other, and by its sender. */
  readonly tag: string
}

const COMPONENTS = '("@method" "@request-target" "content-digest" "hub-caller")'
const PARAMETERS =
  /^hop=(\("@method" "@request-target" "content-digest" "hub-caller"\);created=(\d{1,12});keyid="([\w.-]{1,40})";nonce="([\w-]{8,64})";tag="([\w>-]{1,80})";alg="hmac-sha256")$/
const SIGNATURE = /^hop=:([A-Za-z0-9+/]{43}=):$/

/** The direction of a hop as its signature names it. */
export function hopTag(from: string, to: string): string {
  return `${from}>${to}`
}

/** The Content-Digest of a body. */
export function contentDigest(body: string | Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`
}

/** Signature parameters as text (RFC 9421, section 2.3). */
export function parametersText({ created, keyId, nonce, tag }: HopParameters): string {
  return `${COMPONENTS};created=${created};keyid="${keyId}";nonce="${nonce}";tag="${tag}";alg="hmac-sha256"`
}

/** What is signed (RFC 9421, section 2.5). */
export function signatureBase({ method, target, digest, caller }: HopMessage, parameters: string): string {
  return `"@method": ${method}\n"@request-target": ${target}\n"content-digest": ${digest}\n"hub-caller": ${caller}\n"@signature-params": ${parameters}`
}

/** HMAC-SHA256 of a signature base, in base64 (RFC 9421, section 3.3.3). */
export function signatureOf(base: string, secret: KeyObject): string {
  return createHmac('sha256', secret).update(base).digest('base64')
}

/** Reads a `Signature-Input`; undefined when it is not of our form. */
export function parseSignatureInput(header: string): (HopParameters & { readonly text: string }) | undefined {
  const [, text, created, keyId, nonce, tag] = PARAMETERS.exec(header) ?? []
  if (text === undefined || keyId === undefined || nonce === undefined || tag === undefined) return undefined
  return { text, created: Number(created), keyId, nonce, tag }
}

/** Reads a `Signature`: its base64 text; undefined when it is not of our form. */
export function parseSignature(header: string): string | undefined {
  return SIGNATURE.exec(header)?.[1]
}

import { randomBytes } from 'node:crypto'
import type { CallerClaims } from '../callerClaims.ts'
import { callerText } from '../callerText.ts'
import type { HopKey } from './hopKeys.ts'
import { contentDigest, hopHeaders, hopTag, parametersText, signatureBase, signatureOf } from './hopMessage.ts'

/** One end of a hop, and the other. */
export interface HopEnds {
  readonly from: string
  readonly to: string
}

export interface UnsignedRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly body: string | Uint8Array
  readonly caller: CallerClaims
}

/** Signs what one end sends to the other with the first of their keys. */
export class HopSigner {
  private readonly key: HopKey
  private readonly tag: string
  /** With a count behind it no nonce comes twice; it need not be unforeseeable, as the signature covers it. */
  private readonly nonces = randomBytes(9).toString('base64url')
  private sent = 0
  /** The claims of one caller are written once, however many calls his operation makes. */
  private readonly texts = new WeakMap<CallerClaims, string>()

  constructor(
    [key]: readonly HopKey[],
    { from, to }: HopEnds,
    private readonly clock: () => number = Date.now,
  ) {
    if (key === undefined) throw new Error(`no key to sign with from ${from} to ${to}`)
    this.key = key
    this.tag = hopTag(from, to)
  }

  /** The headers to send along: names and values by turns. */
  sign({ method, target, body, caller }: UnsignedRequest): string[] {
    const message = { method, target, digest: contentDigest(body), caller: this.textOf(caller) }
    const created = Math.floor(this.clock() / 1000)
    const nonce = `${this.nonces}-${(this.sent++).toString(36)}`
    const parameters = parametersText({ created, keyId: this.key.id, nonce, tag: this.tag })
    const signature = signatureOf(signatureBase(message, parameters), this.key.secret)
    return [
      hopHeaders.digest,
      message.digest,
      hopHeaders.caller,
      message.caller,
      hopHeaders.input,
      `hop=${parameters}`,
      hopHeaders.signature,
      `hop=:${signature}:`,
    ]
  }

  /** The same headers by name. */
  headers(request: UnsignedRequest): Record<string, string> {
    const pairs = this.sign(request)
    return Object.fromEntries(pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, pairs[at + 1] ?? '']] : [])))
  }

  private textOf(caller: CallerClaims): string {
    const known = this.texts.get(caller)
    if (known !== undefined) return known
    const text = callerText(caller)
    this.texts.set(caller, text)
    return text
  }
}

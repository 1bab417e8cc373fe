import { timingSafeEqual } from 'node:crypto'
import type { CallerClaims } from '../callerClaims.ts'
import { parseCallerText } from '../callerText.ts'
import type { HopKey } from './hopKeys.ts'
import {
  contentDigest,
  hopHeaders,
  hopTag,
  parseSignature,
  parseSignatureInput,
  signatureBase,
  signatureOf,
} from './hopMessage.ts'
import { HopRefused } from './hopRefused.ts'
import type { HopEnds } from './hopSigner.ts'
import { NonceMemory } from './nonceMemory.ts'

/** How far the clocks of two ends may differ, the way of the request included. */
const WINDOW_MILLIS = 30_000
/** A signature may be dated ahead by the window and is accepted until the window after its date. */
export const NONCE_MILLIS = 2 * WINDOW_MILLIS

/** A request's head as node:http has it. */
export interface SignedHead {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Whom a verified head speaks for, and what it says of the body that follows. */
export interface VerifiedHead {
  readonly caller: CallerClaims
  readonly digest: string
  /** Never comes twice, with whom it is from and for. */
  readonly nonce: string
}

/**
 * Accepts what one end has signed for the other, once. Nonces are remembered in this process only (`SharedNonces` are those
 * of several); so that nothing comes through again after a restart, whatever was signed before it began is out of time.
 */
export class HopVerifier {
  private readonly keys: ReadonlyMap<string, HopKey>
  private readonly tag: string
  private readonly nonces = new NonceMemory(NONCE_MILLIS)
  private readonly notBefore: number

  constructor(
    keys: readonly HopKey[],
    { from, to }: HopEnds,
    private readonly clock: () => number = Date.now,
  ) {
    this.keys = new Map(keys.map((key) => [key.id, key]))
    this.tag = hopTag(from, to)
    this.notBefore = Math.floor(clock() / 1000) * 1000
  }

  /** @throws HopRefused */
  verifyHead({ method, target, headers }: SignedHead): VerifiedHead {
    const input = headers[hopHeaders.input]
    const signed = headers[hopHeaders.signature]
    const digest = headers[hopHeaders.digest]
    const caller = headers[hopHeaders.caller]
    if (input === undefined && signed === undefined) throw new HopRefused('unsigned')
    if (typeof input !== 'string' || typeof signed !== 'string') throw new HopRefused('malformed')
    if (typeof digest !== 'string' || typeof caller !== 'string') throw new HopRefused('malformed')
    const parameters = parseSignatureInput(input)
    const signature = parseSignature(signed)
    if (parameters === undefined || signature === undefined) throw new HopRefused('malformed')
    if (parameters.tag !== this.tag) throw new HopRefused('other direction')
    const key = this.keys.get(parameters.keyId)
    if (key === undefined) throw new HopRefused('unknown key')
    const now = this.clock()
    if (!this.isTimely(parameters.created * 1000, now)) throw new HopRefused('out of time')
    const expected = signatureOf(signatureBase({ method, target, digest, caller }, parameters.text), key.secret)
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) throw new HopRefused('wrong signature')
    if (!this.nonces.isNew(parameters.nonce, now)) throw new HopRefused('replayed')
    const claims = parseCallerText(caller)
    if (claims === undefined) throw new HopRefused('unusable claims')
    return { caller: claims, digest, nonce: `${this.tag} ${parameters.nonce}` }
  }

  /** @throws HopRefused when the body is not the one that was signed */
  verifyBody({ digest }: VerifiedHead, body: Uint8Array): void {
    if (contentDigest(body) !== digest) throw new HopRefused('other body')
  }

  private isTimely(created: number, now: number): boolean {
    return created >= this.notBefore && Math.abs(now - created) <= WINDOW_MILLIS
  }
}

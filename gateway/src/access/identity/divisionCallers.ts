import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { hopHeaders, parseSignatureInput } from '@hub/schema/access/hop/hopMessage'
import { HopRefused } from '@hub/schema/access/hop/hopRefused'
import { HopVerifier, type SignedHead, type VerifiedHead } from '@hub/schema/access/hop/hopVerifier'
import type { SharedNonces } from '@hub/schema/access/hop/sharedNonces'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { AccessRefused } from '../accessRefused.ts'

/** A division that asks the hub, and the check of what it asks. */
export interface DivisionCaller extends VerifiedHead {
  /** @throws AccessRefused when the body is not the one that was signed */
  readonly verifyBody: (body: Buffer) => void
}

/** Divisions ask the hub as services, and prove it by the same signatures that the hub shows them. */
export class DivisionCallers {
  private readonly verifiers: ReadonlyMap<string, HopVerifier>

  /** @param nonces where several hubs remember together what they have answered */
  constructor(
    keys: ReadonlyMap<DivisionName, readonly HopKey[]>,
    private readonly nonces?: SharedNonces,
  ) {
    const verifier = (name: string, own: readonly HopKey[]) => new HopVerifier(own, { from: name, to: 'gateway' })
    this.verifiers = new Map([...keys].map(([name, own]) => [name, verifier(name, own)]))
  }

  /** @throws AccessRefused HUB_HOP_REFUSED when the request is not a division's, or claims to be more than that */
  async verify(head: SignedHead): Promise<DivisionCaller> {
    const caller = refusing(() => {
      const division = senderOf(head)
      const verifier = this.verifiers.get(division)
      if (verifier === undefined) throw new HopRefused('other direction')
      const verified = verifier.verifyHead(head)
      const { role, division: claimed, grants } = verified.caller
      if (role !== 'DIVISION_SERVICE' || claimed !== division || grants !== undefined)
        throw new HopRefused('unusable claims')
      return { ...verified, verifyBody: (body: Buffer) => refusing(() => verifier.verifyBody(verified, body)) }
    })
    await this.nonces?.assertNew(caller).catch(refused)
    return caller
  }
}

function senderOf({ headers }: SignedHead): string {
  const input = headers[hopHeaders.input]
  const { tag = '' } = (typeof input === 'string' && parseSignatureInput(input)) || {}
  return tag.split('>')[0] ?? ''
}

function refusing<Value>(check: () => Value): Value {
  try {
    return check()
  } catch (error) {
    return refused(error)
  }
}

function refused(error: unknown): never {
  if (!(error instanceof HopRefused)) throw error
  throw new AccessRefused('HUB_HOP_REFUSED', { status: 401, reason: error.fault, cause: error })
}

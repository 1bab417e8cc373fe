import type { IncomingMessage } from 'node:http'
import { AccessRefused } from '../../access/accessRefused.ts'
import type { Identify } from '../../access/identity/identify.ts'
import { noteIdentity } from '../../request/noteIdentity.ts'
import type { RequestContext } from '../../request/requestContext.ts'

/** Looks again at who has sent a request, and notes it in the context. @throws AccessRefused when he may not any more */
export type LookAgain = () => Promise<void>

/**
 * Who opens a stream. A division's signature is for one request and could not be looked at again.
 * @throws AccessRefused as `identify`, and HUB_HOP_REFUSED for a signature
 */
export async function streamIdentity(
  identify: Identify,
  request: IncomingMessage,
  context: RequestContext,
): Promise<LookAgain> {
  const look = async (): Promise<void> => {
    const identity = await identify(request, context)
    if (identity.verifyBody !== undefined)
      throw new AccessRefused('HUB_HOP_REFUSED', { status: 403, reason: 'a signature holds for one request' })
    await noteIdentity(context, identity)
  }
  await look()
  return look
}

/** Told from other callers by it, where streams are counted. */
export function callerKey({ caller: { role, caller }, address }: RequestContext): string {
  return role === 'PUBLIC' ? address : `${role} ${caller}`
}

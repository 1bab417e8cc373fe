import type { RequestIdentity } from '../access/identity/identify.ts'
import type { RequestContext } from './requestContext.ts'

/**
 * Notes who asks in the context of his request, by the purpose that the operation is registered for where he states none.
 * @throws HubError HUB_CONSENT_UNAVAILABLE, HUB_CONSENT_TOO_MANY
 */
export async function noteIdentity(context: RequestContext, identity: RequestIdentity): Promise<void> {
  const { registeredPurpose } = context
  const isRegistered = registeredPurpose !== undefined && identity.forPurpose !== undefined
  const { caller, grounds } = isRegistered ? await identity.forPurpose(registeredPurpose) : identity
  Object.assign(context, { caller, grounds })
}

import { HubError } from '@hub/schema/errors/HubError'
import { endpointFault } from '../push/endpointFault.ts'
import { networks } from '../push/forbiddenAddress.ts'
import type { AgreementTerms } from './agreementTerms.ts'
import { type PlaceSettings, settingFault } from './settingFault.ts'

/**
 * Refuses terms whose data could go nowhere from this hub.
 * @throws HubError BAD_USER_INPUT for what the settings lack, HUB_ENDPOINT_REFUSED for an address that nothing goes to
 */
export async function refusePlaces(
  settings: PlaceSettings & { readonly DELIVERY_ALLOWED_NETWORKS: readonly string[] },
  terms: AgreementTerms,
): Promise<void> {
  const fault = settingFault(settings, terms)
  if (fault !== undefined) throw new HubError('BAD_USER_INPUT', fault)
  if (terms.mode !== 'PUSH') return
  const allowed = networks(settings.DELIVERY_ALLOWED_NETWORKS)
  for (const name of ['endpoint', 'digestEndpoint'] as const) {
    const address = terms[name]
    const refused = address && (await endpointFault(address, allowed))
    if (refused) throw new HubError('HUB_ENDPOINT_REFUSED', `${name}: ${refused}`)
  }
}

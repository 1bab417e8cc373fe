import { HubGateway } from '../execution/hubGateway.ts'
import type { HubContext } from '../server/hubContext.ts'
import type { LoadedSupergraph } from './loadSupergraph.ts'

/** Answers queries over the divisions of a supergraph. @param callMillis how long one call to a division may take */
export function federatedGateway(supergraph: LoadedSupergraph, callMillis: number): HubGateway<HubContext> {
  const callContext = ({ requestId, cancellation }: HubContext) => ({
    headers: ['x-request-id', requestId],
    cancellation,
  })
  return new HubGateway(supergraph, callContext, { callMillis })
}

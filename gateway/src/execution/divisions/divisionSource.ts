import type { DivisionAnswer, DivisionRequest } from './divisionCall.ts'
import type { CallContext, DivisionHealth } from './divisionClient.ts'

/** One subgraph of a supergraph, however it is reached. */
export interface DivisionSource {
  readonly health: DivisionHealth
  /** @throws DivisionFailure when there is no usable answer */
  call(request: DivisionRequest, context: CallContext): Promise<DivisionAnswer>
  close(): Promise<void>
}

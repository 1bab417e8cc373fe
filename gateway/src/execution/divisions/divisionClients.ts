import type { DivisionTrust } from '../../access/hop/divisionTrust.ts'
import { noTrust } from '../../access/hop/noTrust.ts'
import { type ExecutionObserver, nobodyListens } from '../executionObserver.ts'
import { type DivisionCall, DivisionFailure } from './divisionCall.ts'
import { type CallContext, DivisionClient, type DivisionHealth } from './divisionClient.ts'
import type { DivisionSource } from './divisionSource.ts'
import type { ExecutionSettings } from './executionSettings.ts'

/** How the subgraphs of a supergraph are reached, each by its name there. */
export interface DivisionWays {
  /** GraphQL addresses. */
  readonly divisionUrls: ReadonlyMap<string, string>
  /** Those that this process answers itself. */
  readonly inProcess?: ReadonlyMap<string, DivisionSource> | undefined
}

export interface ClientOptions {
  readonly settings: ExecutionSettings
  readonly trust?: DivisionTrust
  readonly observer?: ExecutionObserver
}

/** The divisions of one supergraph. */
export class DivisionClients {
  private readonly clients: ReadonlyMap<string, DivisionSource>

  constructor(
    { divisionUrls, inProcess = new Map() }: DivisionWays,
    { settings, trust = noTrust, observer = nobodyListens }: ClientOptions,
  ) {
    const client = (name: string, url: string): DivisionSource =>
      new DivisionClient(name, { url, signer: trust.signers.get(name), tls: trust.tls }, settings, observer)
    const remote = [...divisionUrls].map(([name, url]) => [name, client(name, url)] as const)
    this.clients = new Map([...remote, ...inProcess])
  }

  /** How one operation asks them. */
  caller(context: CallContext): DivisionCall {
    return (request) => {
      const client = this.clients.get(request.division)
      // The hub's own subgraph, where it runs without a database.
      if (client === undefined)
        return Promise.reject(
          new DivisionFailure(request.division, 'HUB_DIVISION_UNAVAILABLE', 'not served by this process'),
        )
      return client.call(request, context)
    }
  }

  health(): Map<string, DivisionHealth> {
    return new Map([...this.clients].map(([name, { health }]) => [name, health]))
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()))
  }
}

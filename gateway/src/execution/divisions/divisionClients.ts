import { type DivisionTrust, noTrust } from '../../access/hop/divisionTrust.ts'
import { type ExecutionObserver, nobodyListens } from '../executionObserver.ts'
import type { DivisionCall } from './divisionCall.ts'
import { type CallContext, DivisionClient, type DivisionHealth } from './divisionClient.ts'
import type { ExecutionSettings } from './executionSettings.ts'

export interface ClientOptions {
  readonly settings: ExecutionSettings
  readonly trust?: DivisionTrust
  readonly observer?: ExecutionObserver
}

/** The divisions of one supergraph. */
export class DivisionClients {
  private readonly clients: ReadonlyMap<string, DivisionClient>

  /** @param urls the GraphQL address of each division, by its name in the supergraph */
  constructor(
    urls: ReadonlyMap<string, string>,
    { settings, trust = noTrust, observer = nobodyListens }: ClientOptions,
  ) {
    const client = (name: string, url: string) =>
      new DivisionClient(name, { url, signer: trust.signers.get(name), tls: trust.tls }, settings, observer)
    this.clients = new Map([...urls].map(([name, url]) => [name, client(name, url)]))
  }

  /** How one operation asks them. */
  caller(context: CallContext): DivisionCall {
    return (request) => {
      const client = this.clients.get(request.division)
      if (client === undefined) throw new Error(`unknown division ${request.division}`)
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

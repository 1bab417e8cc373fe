import { serveOpenly } from '@hub/gateway/open/serveOpenly'
import { HubError } from '@hub/schema/errors/HubError'

export interface GatewayOptions {
  /** File of the supergraph to serve. */
  supergraph: string
  port: number
  /** Must be said, so that nobody serves without identity and disclosure by accident. */
  open: boolean
  dedupe: boolean
}

/** Serves a supergraph openly on loopback until the process is told to stop. */
export async function gatewayCommand({ supergraph, port, open, dedupe }: GatewayOptions): Promise<void> {
  if (!open)
    throw new HubError(
      'BAD_USER_INPUT',
      '此命令只提供开放网关，请加 --open / this command serves openly only: add --open',
    )
  await serveOpenly({ file: supergraph, port, dedupe })
}

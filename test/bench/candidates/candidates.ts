import { fileURLToPath } from 'node:url'
import { freePort } from '@hub/scripts/database/freePort'
import { askOnce } from '../loadGenerator.ts'
import { type PinnedProcess, startPinned } from '../pinnedProcess.ts'

/** A gateway under load, or a subgraph asked without one. */
export interface RunningCandidate {
  readonly name: string
  readonly url: string
  /** Absent for a subgraph asked directly: it shares its process with the load. */
  readonly process?: PinnedProcess
}

export type GatewayName = 'hub' | '@apollo/gateway'

function commandOf(name: GatewayName, supergraphFile: string, port: number, dedupe: boolean): readonly string[] {
  if (name === '@apollo/gateway') {
    return [fileURLToPath(new URL('apolloGateway.js', import.meta.url)), supergraphFile, String(port)]
  }
  const open = fileURLToPath(new URL('../../../../gateway/dist/openGateway.js', import.meta.url))
  return [open, '--supergraph', supergraphFile, '--port', String(port), ...(dedupe ? ['--dedupe'] : [])]
}

async function untilAnswering(url: string): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    try {
      if ((await askOnce(url, JSON.stringify({ query: '{ __typename }' }))).status === 200) return
    } catch {
      if (performance.now() > deadline) throw new Error(`no answer from ${url} after 60 s`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Starts a program that serves GraphQL, on a core of its own, and waits until it answers. */
export async function startCandidate(
  name: string,
  core: number,
  argumentsFor: (port: number) => readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningCandidate> {
  const port = await freePort()
  const env = { NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...settings }
  const process = startPinned(core, argumentsFor(port), env)
  const url = `http://127.0.0.1:${port}/graphql`
  await untilAnswering(url)
  return { name, url, process }
}

export function startGateway(
  name: GatewayName,
  supergraphFile: string,
  core: number,
  dedupe: boolean,
): Promise<RunningCandidate> {
  return startCandidate(name, core, (port) => commandOf(name, supergraphFile, port, dedupe))
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '@hub/scripts/database/freePort'
import { repositoryFolder } from '@hub/scripts/launcher/repository'
import { childEnvironment } from './environment.ts'
import { gatewayHopSettings } from './hopKeys.ts'

function program(name: string): string {
  return join(repositoryFolder, 'gateway', 'dist', name)
}

/** The built gateway, running as a process of its own. */
export interface GatewayProcess {
  readonly child: ChildProcess
  readonly origin: string
  readonly url: string
  /** What it has printed so far. */
  output(): string
  stop(): Promise<void>
}

async function untilReady(origin: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline && child.exitCode === null) {
    const answered = await fetch(`${origin}/graphql`).then(
      () => true,
      () => false,
    )
    if (answered) return true
    await delay(50)
  }
  return false
}

/** Starts the gateway on a supergraph file and waits until it answers. */
export async function startGatewayProcess(
  supergraphFile: string,
  settings: Record<string, string> = {},
): Promise<GatewayProcess> {
  const port = await freePort()
  return start(port, [program('main.js')], {
    PORT: String(port),
    SUPERGRAPH_FILE: supergraphFile,
    LOG_LEVEL: 'error',
    ...gatewayHopSettings,
    ...settings,
  })
}

async function start(port: number, command: string[], settings: Record<string, string>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, command, {
    env: { ...childEnvironment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text = (text + String(chunk)).slice(-20_000)
    })
  }
  const origin = `http://127.0.0.1:${port}`
  if (!(await untilReady(origin, child))) {
    child.kill('SIGKILL')
    throw new Error(`the gateway does not start:\n${text}`)
  }
  return {
    child,
    origin,
    url: `${origin}/graphql`,
    output: () => text,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(timer)
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../setup/environment.ts'

const root = new URL('../../../', import.meta.url)

/** The built entry of the gateway, or of a division. */
export const mainOf = (folder: string): string => fileURLToPath(new URL(`${folder}/dist/main.js`, root))

/** What the gateway serves by default. */
export const supergraphFile = fileURLToPath(new URL('schema/supergraph.graphql', root))

/** A process of the hub that is ready. */
export interface StartedProcess {
  readonly child: ChildProcess
  readonly origin: string
  /** Ends it at once; does nothing when it has ended. */
  kill(): Promise<void>
}

/** Starts a process of the hub on a port and waits until it is ready. @throws Error when it ends instead */
export async function startedProcess(
  folder: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  scheme: 'http' | 'https' = 'http',
): Promise<StartedProcess> {
  const env = { ...childEnvironment, PORT: String(port), LOG_LEVEL: 'silent', ...settings }
  const child = spawn(process.execPath, [mainOf(folder)], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  const origin = `${scheme}://127.0.0.1:${port}`
  while (!(await isReady(origin))) {
    if (child.exitCode !== null) throw new Error(`${folder} ended with ${child.exitCode}`)
    await delay(50)
  }
  return {
    child,
    origin,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Whose certificate it is does not matter here: that is for the gateway to see to. */
function isReady(origin: string): Promise<boolean> {
  const get = origin.startsWith('https:') ? httpsGet : httpGet
  return new Promise((resolve) => {
    get(`${origin}/readyz`, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).once('error', () => resolve(false))
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../setup/environment.ts'

/** The built `hub` command. */
export const hubMain = fileURLToPath(new URL('../../../scripts/dist/main.js', import.meta.url))

/** A `hub` command running as a process of its own. */
export interface HubCommand {
  readonly child: ChildProcess
  /** What it has printed so far, on both streams. */
  output(): string
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>
  /** Resolves when its output matches; rejects when it ends first. */
  printed(pattern: RegExp): Promise<void>
}

/** Runs `hub` with settings of its own instead of those this test run was started with. */
export function hubCommand(commandArguments: readonly string[], settings: Record<string, string> = {}): HubCommand {
  const child = spawn(process.execPath, [hubMain, ...commandArguments], {
    env: { ...childEnvironment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
      for (const look of waiting) look()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    ended,
    output: () => text,
    printed(pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        ended.then((code) => reject(new Error(`hub ended with ${code} before it printed ${pattern}:\n${text}`)))
        look()
      })
    },
  }
}

import { spawn } from 'node:child_process'
import { childEnvironment } from '../environment.ts'

export interface ProgramRun {
  readonly program: string
  readonly arguments: readonly string[]
  /** Beside our own. */
  readonly environment?: Readonly<Record<string, string>>
  /** Killed when it has not ended by then. */
  readonly timeoutMillis: number
}

/**
 * Runs a program to its end.
 * @returns what it printed on standard output
 * @throws Error with the last line of its standard error when it fails, can't be started or takes too long
 */
export function runProgram(run: ProgramRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.program, run.arguments, {
      env: childEnvironment(run.environment ?? {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: run.timeoutMillis,
      killSignal: 'SIGKILL',
    })
    let output = ''
    let complaint = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      complaint += chunk
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output)
      if (signal !== null) return reject(new Error(`no result within ${run.timeoutMillis / 1000} s`))
      reject(new Error(complaint.trim().split('\n').at(-1) || `${run.program} ended with code ${code}`))
    })
  })
}

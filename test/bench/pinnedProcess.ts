import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { childEnvironment } from '../setup/environment.ts'

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether processes can be bound to a core here. */
export const canPin = hasTaskset()

/** Binds this process, its threads and the children it starts later, to a core. */
export function pinSelf(core: number): void {
  if (canPin) execFileSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)], { stdio: 'ignore' })
}

export interface PinnedProcess {
  readonly pid: number
  stop(): Promise<void>
}

/** Starts node on one core with the given arguments and environment; what it prints is shown only when it dies early. */
export function startPinned(core: number, args: readonly string[], env: Record<string, string>): PinnedProcess {
  const command = canPin ? ['taskset', '-c', String(core), process.execPath] : [process.execPath]
  const [program = process.execPath, ...before] = command
  const child: ChildProcess = spawn(program, [...before, ...args], {
    env: { ...childEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const keep = (chunk: Buffer): void => {
    printed = (printed + String(chunk)).slice(-4000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  let stopping = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.once('exit', (code) => {
    if (!stopping) process.stderr.write(`${args.join(' ')} ended with ${code}:\n${printed}\n`)
  })
  if (child.pid === undefined) throw new Error(`cannot start ${program}`)
  return {
    pid: child.pid,
    stop: async () => {
      stopping = true
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
      await ended
      clearTimeout(timer)
    },
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../setup/environment.ts'

const program = fileURLToPath(new URL('illDivision.mjs', import.meta.url))

/** A division's process, which can be made ill, stopped, killed and started again on its port. */
export class DivisionProcess {
  readonly #upstream: string
  #child: ChildProcess | undefined
  #port = 0

  constructor(upstream: string) {
    this.#upstream = upstream
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  async start(): Promise<void> {
    this.#child = fork(program, [this.#upstream, String(this.#port)], { env: childEnvironment, execArgv: [] })
    const [port] = await once(this.#child, 'message')
    this.#port = Number(port)
  }

  /** Gives it an illness of illDivision.mjs, or `none`. */
  async fall(illness: string): Promise<void> {
    this.#child?.send(illness)
    if (this.#child) await once(this.#child, 'message')
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal)
  }

  async kill(): Promise<void> {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}

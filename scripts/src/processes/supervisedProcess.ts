import { type ChildProcess, fork } from 'node:child_process'
import { closeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { childEnvironment } from '../environment.ts'
import { backOff } from './backOff.ts'
import { openProcessLog } from './processLog.ts'

export interface ProcessPlan {
  readonly name: string
  /** Path of the JavaScript file to run. */
  readonly module: string
  readonly arguments?: readonly string[]
  /** Options of node itself. */
  readonly nodeOptions?: readonly string[]
  /** Changes to our own environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly logFile: string
  /** How long it may take to stop when asked to. */
  readonly stopMillis: number
}

export interface ProcessExit {
  readonly name: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly restartInMillis: number
}

/** A child process that is started again, after ever longer pauses, whenever it ends without being told to. */
export class SupervisedProcess {
  readonly plan: ProcessPlan
  #child: ChildProcess | undefined
  #exited: Promise<void> = Promise.resolve()
  #restart: NodeJS.Timeout | undefined
  #stopping = false
  #failures = 0
  readonly #backOff = backOff()
  readonly #onExit: (exit: ProcessExit) => void

  /** @param onExit told of every end that nobody asked for */
  constructor(plan: ProcessPlan, onExit: (exit: ProcessExit) => void) {
    this.plan = plan
    this.#onExit = onExit
  }

  get name(): string {
    return this.plan.name
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** How often it has ended without being told to. */
  get failures(): number {
    return this.#failures
  }

  start(): void {
    const log = openProcessLog(this.plan.logFile)
    const startedAt = Date.now()
    const child = fork(this.plan.module, this.plan.arguments ?? [], {
      env: childEnvironment(this.plan.environment ?? {}),
      execArgv: ['--enable-source-maps', ...(this.plan.nodeOptions ?? [])],
      stdio: ['ignore', log, log, 'ipc'],
      // A group of its own: Ctrl-C in the terminal must reach the launcher only, which stops everything in order.
      detached: true,
    })
    closeSync(log)
    this.#child = child
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve()
        if (!this.#stopping) this.#scheduleRestart(code, signal, Date.now() - startedAt)
      })
    })
  }

  #scheduleRestart(code: number | null, signal: NodeJS.Signals | null, ranMillis: number): void {
    this.#failures += 1
    const restartInMillis = this.#backOff.next(ranMillis)
    this.#restart = setTimeout(() => this.start(), restartInMillis)
    this.#onExit({ name: this.name, code, signal, restartInMillis })
  }

  /** From now on it is not started again when it ends. */
  letGo(): void {
    this.#stopping = true
    clearTimeout(this.#restart)
  }

  /** Asks it to stop and waits for it, at most as long as its plan allows. */
  async stop(): Promise<void> {
    this.letGo()
    this.#child?.kill('SIGTERM')
    // An open channel keeps a process running that has nothing left to do.
    if (this.#child?.connected) this.#child.disconnect()
    const patience = new AbortController()
    const outOfPatience = delay(this.plan.stopMillis, undefined, { signal: patience.signal }).then(
      () => this.#child?.kill('SIGKILL'),
      () => undefined,
    )
    await this.#exited
    patience.abort()
    await outOfPatience
  }

  /** Ends it at once. */
  kill(): void {
    this.letGo()
    this.#child?.kill('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.stop()
    this.#stopping = false
    this.start()
  }
}

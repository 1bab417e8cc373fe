import { Worker } from 'node:worker_threads'
import type { QueryPlan } from '@apollo/query-planner'

export type PlannerReply = { readonly plan: QueryPlan; readonly fault?: undefined } | { readonly fault: string }

/** `ready` comes first, once the thread can plan. */
export type PlannerMessage = PlannerReply | 'ready'

interface Task {
  readonly canonical: string
  readonly resolve: (plan: QueryPlan) => void
  readonly reject: (error: Error) => void
}

export interface PlannerThreadOptions {
  readonly sdl: string
  /** Planning of one operation is given up after this time. */
  readonly planMillis: number
  /** Memory of the planner's thread. */
  readonly heapMegabytes: number
}

/** Reading the supergraph takes a second or two, and many times that on a busy machine. It is no operation's fault. */
const START_MILLIS = 60_000
const WORKER = new URL('./plannerWorker.js', import.meta.url)

/**
 * Plans in a thread of its own, so that a big operation holds up no other request, and one that the planner does not
 * come back from, or grows without bound over, costs that thread and nothing else.
 */
export class PlannerThread {
  private worker: Worker | undefined
  private current: Task | undefined
  private readonly waiting: Task[] = []
  private timer: NodeJS.Timeout | undefined
  private isReady = false
  private closed = false

  constructor(private readonly options: PlannerThreadOptions) {
    this.worker = this.start()
  }

  /** @throws Error saying why there is no plan: the planner's objection, or that it has been given up */
  plan(canonical: string): Promise<QueryPlan> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ canonical, resolve, reject })
      this.next()
    })
  }

  async close(): Promise<void> {
    this.closed = true
    await this.worker?.terminate()
  }

  private start(): Worker {
    const { sdl, heapMegabytes } = this.options
    this.isReady = false
    const worker = new Worker(WORKER, {
      workerData: { sdl },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    // The thread alone keeps no process alive.
    worker.unref()
    worker.on('message', (message: PlannerMessage) => {
      if (message === 'ready') this.begin(worker)
      else this.finish(message)
    })
    worker.on('error', (error) => this.lose(worker, error))
    worker.on('exit', () => this.lose(worker, new Error('the planner has stopped')))
    return worker
  }

  private next(): void {
    if (this.current !== undefined || this.closed) return
    const task = this.waiting.shift()
    if (task === undefined) return
    this.current = task
    this.worker ??= this.start()
    this.worker.ref()
    this.worker.postMessage(task.canonical)
    this.limit()
  }

  /** The time of an operation counts from when the thread can plan it. */
  private begin(worker: Worker): void {
    if (worker !== this.worker) return
    this.isReady = true
    if (this.current !== undefined) this.limit()
  }

  private limit(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.giveUp(), this.isReady ? this.options.planMillis : START_MILLIS)
  }

  private finish(reply: PlannerReply): void {
    const task = this.end()
    if (reply.fault === undefined) task?.resolve(reply.plan)
    else task?.reject(new Error(reply.fault))
    this.next()
  }

  private giveUp(): void {
    const { worker } = this
    this.worker = undefined
    void worker?.terminate()
    this.end()?.reject(new Error('planning reached the limit of time'))
    this.next()
  }

  /** The thread has ended by itself; what it was at has ended with it. */
  private lose(worker: Worker, error: Error): void {
    if (worker !== this.worker) return
    this.worker = undefined
    this.end()?.reject(new Error(`planning reached the limit of memory: ${error.message}`))
    this.next()
  }

  private end(): Task | undefined {
    clearTimeout(this.timer)
    this.worker?.unref()
    const task = this.current
    this.current = undefined
    return task
  }
}

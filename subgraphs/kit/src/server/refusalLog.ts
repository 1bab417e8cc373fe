import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'

/** One line for each kind of refusal in this time, whatever comes: whoever is refused cannot fill the disk. */
const QUIET_MILLIS = 1_000

interface Refusals {
  total: number
  loggedAt: number
}

/** Counts refused requests by their fault and logs them. */
export class RefusalLog {
  private readonly byFault = new Map<string, Refusals>()

  constructor(
    private readonly logger: Logger,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Refusals since the process began, by fault. */
  get counts(): Record<string, number> {
    return Object.fromEntries([...this.byFault].map(([fault, { total }]) => [fault, total]))
  }

  note(fault: string, { method, socket }: Pick<IncomingMessage, 'method' | 'socket'>): void {
    const refusals = this.byFault.get(fault) ?? { total: 0, loggedAt: Number.NEGATIVE_INFINITY }
    this.byFault.set(fault, refusals)
    refusals.total += 1
    const now = this.clock()
    if (now - refusals.loggedAt < QUIET_MILLIS) return
    refusals.loggedAt = now
    const line = { fault, total: refusals.total, method, address: socket.remoteAddress }
    this.logger.warn(line, 'a request was refused')
  }
}

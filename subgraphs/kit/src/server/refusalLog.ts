import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'

/** One line for each kind of refusal in this time, whatever comes: whoever is refused cannot fill the disk. */
const QUIET_MILLIS = 1_000

/** Who was refused, as far as the log tells. */
type Refused = Pick<IncomingMessage, 'method' | 'socket'>

interface Refusals {
  total: number
  /** Whether it is quiet about this fault. */
  isQuiet: boolean
  /** The latest that the log does not tell of yet. */
  untold?: Refused | undefined
}

/** Counts refused requests by their fault and logs them; what came in a time of quiet is told at its end. */
export class RefusalLog {
  private readonly byFault = new Map<string, Refusals>()

  constructor(private readonly logger: Logger) {}

  note(fault: string, refused: Refused): void {
    const refusals = this.byFault.get(fault) ?? { total: 0, isQuiet: false }
    this.byFault.set(fault, refusals)
    refusals.total += 1
    if (refusals.isQuiet) refusals.untold = refused
    else this.log(fault, refusals, refused)
  }

  private log(fault: string, refusals: Refusals, { method, socket }: Refused): void {
    const line = { fault, total: refusals.total, method, address: socket.remoteAddress }
    this.logger.warn(line, 'a request was refused')
    refusals.isQuiet = true
    setTimeout(() => {
      const { untold } = refusals
      refusals.isQuiet = false
      refusals.untold = undefined
      if (untold !== undefined) this.log(fault, refusals, untold)
    }, QUIET_MILLIS).unref()
  }
}

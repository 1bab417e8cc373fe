import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { SupervisedProcess } from '../processes/supervisedProcess.ts'

/** A database that has been found, started if it is ours to start, and checked. */
export interface DatabaseServer {
  readonly uris: Readonly<Record<DivisionName, string>>
  /** Of the hub's own database. */
  readonly hubUri: string
  /** For the start-up table: what it is and where it came from, without credentials. */
  readonly description: string
  /** What an operator should know about it. */
  readonly note?: string
  /** The program we run for it; none when somebody else does. */
  readonly process?: SupervisedProcess
}

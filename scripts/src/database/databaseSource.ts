import type { DivisionName } from '@hub/schema/divisions/divisions'

/** Which program writes a data folder; one cannot read what the other wrote. */
export type DatabaseEngine = 'mongod' | 'secantusdb'

/** Servers that somebody else runs, given by connection strings. */
export interface ConfiguredSource {
  readonly kind: 'configured'
  readonly uris: Readonly<Record<DivisionName, string>>
  /** Of the hub's own database. */
  readonly hubUri: string
}

/** A program of this machine that we start on the data folder. */
export interface ProgramSource {
  readonly kind: 'program'
  readonly engine: DatabaseEngine
  readonly program: string
  /** Where it came from, for the start-up table. */
  readonly origin: string
}

export type DatabaseSource = ConfiguredSource | ProgramSource

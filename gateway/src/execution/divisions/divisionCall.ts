import type { FailureReport } from '../run/fieldFailure.ts'

/** A division's answer, parsed but not yet trusted. */
export interface DivisionAnswer {
  readonly data: unknown
  readonly errors: unknown
}

/** A request to a division. */
export interface DivisionRequest {
  readonly division: string
  /** JSON text. */
  readonly body: string
  /** Whether it may be sent again: queries may, mutations never. */
  readonly repeatable: boolean
}

/** @throws DivisionFailure when there is no answer to be had */
export type DivisionCall = (request: DivisionRequest) => Promise<DivisionAnswer>

/** Why a division gave no usable answer, as the client is told. */
export class DivisionFailure extends Error {
  constructor(
    readonly report: FailureReport,
    options?: ErrorOptions,
  ) {
    super(report.message, options)
    this.name = 'DivisionFailure'
  }
}

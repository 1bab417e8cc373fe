import type { BroughtField } from '../plan/broughtField.ts'

/** What a client is told of a failed field. */
export interface FailureReport {
  readonly message: string
  /** Nothing that belongs to the inside of a division. */
  readonly extensions: { readonly code: string; readonly division?: string }
  /** For the log alone. */
  readonly cause?: Error
}

/**
 * Stands in the data for a field that failed at a division, so that the failure is met where the field would have been
 * written: once at each place, and nowhere when nobody asked for the field.
 */
export class FieldFailure {
  /**
   * @param below canonical names and indices from the field down to where the division says it failed
   * @param consequence whether the field is only lost with another that failed; told only when that other one is not
   */
  constructor(
    readonly report: FailureReport,
    readonly below: readonly (string | number)[] = [],
    readonly consequence = false,
    /** What is lost beneath the field, when that is known. */
    readonly lost: readonly BroughtField[] = [],
  ) {}

  /** The same failure as it concerns one member of the value: the cause, or one that is lost with it. */
  at(member: string | number, lost: readonly BroughtField[]): FieldFailure {
    const [first, ...below] = this.below
    if (first === member) return new FieldFailure(this.report, below, this.consequence, lost)
    return new FieldFailure(this.report, [], this.consequence || first !== undefined, lost)
  }
}

import { type BroughtField, mergedFields } from '../plan/broughtField.ts'

/** What a client is told of a failed field. */
export interface FailureReport {
  readonly message: string
  /** Nothing that belongs to the inside of a division. */
  readonly extensions: { readonly code: string; readonly division?: string }
  /** For the log alone. */
  readonly cause?: Error
}

/** One error that a field failed of. */
export interface FailureCause {
  readonly report: FailureReport
  /** Canonical names and indices from the field down to where the division says it failed. */
  readonly below: readonly (string | number)[]
}

/**
 * Stands in the data for a field that failed at a division, so that the failure is met where the field would have been
 * written: once at each place, and nowhere when nobody asked for the field.
 */
export class FieldFailure {
  /**
   * @param causes at least one
   * @param consequence whether the field is only lost with another that failed; told only when that other one is not
   * @param lost what is lost beneath the field, when that is known
   */
  constructor(
    readonly causes: readonly FailureCause[],
    readonly consequence = false,
    readonly lost: readonly BroughtField[] = [],
  ) {}

  static of(report: FailureReport, consequence = false): FieldFailure {
    return new FieldFailure([{ report, below: [] }], consequence)
  }

  with(cause: FailureCause): FieldFailure {
    return new FieldFailure([...this.causes, cause], this.consequence, this.lost)
  }

  /** The same failure, told by another name of a field beneath it. @param path down to that field, without indices */
  renamed(path: readonly string[], name: string): FieldFailure {
    const causes = this.causes.map(({ report, below }) => ({ report, below: renamedPath(below, path, name) }))
    return new FieldFailure(causes, this.consequence, this.lost)
  }

  /** The same failure, with which more is lost. */
  losing(fields: readonly BroughtField[]): FieldFailure {
    return new FieldFailure(this.causes, this.consequence, mergedFields([...this.lost, ...fields]))
  }

  /** The same failure as it concerns one member of the value: its own causes, or else those of the value in consequence. */
  at(member: string | number, lost: readonly BroughtField[]): FieldFailure {
    const own = this.causes.filter(({ below }) => below[0] === member)
    if (own.length > 0) {
      const causes = own.map(({ report, below }) => ({ report, below: below.slice(1) }))
      return new FieldFailure(causes, this.consequence, lost)
    }
    const whole = this.causes.filter(({ below }) => below.length === 0)
    if (whole.length > 0) return new FieldFailure(whole, this.consequence, lost)
    const causes = this.causes.slice(0, 1).map(({ report }) => ({ report, below: [] }))
    return new FieldFailure(causes, true, lost)
  }
}

/** A path in which the field at the end of another path has another name; as it was when it does not lead there. */
function renamedPath(
  below: readonly (string | number)[],
  path: readonly string[],
  name: string,
): readonly (string | number)[] {
  let passed = 0
  return below.map((part) => {
    if (typeof part === 'number' || passed < 0) return part
    if (part !== path[passed]) passed = -1
    else passed += 1
    if (passed !== path.length) return part
    passed = -1
    return name
  })
}

import type { ValueShape } from '../answer/answerShape.ts'
import type { DataObject } from '../run/dataObject.ts'
import type { Form, MemberForm } from './form.ts'
import type { FieldRun } from './jsonRun.ts'

/** How a value of an answer is taken into the data. */
export type Reading = TextReading | RunReading | ListReading | ObjectReading | ValueReading

/** Stays text when it is of a form. */
export interface TextReading {
  readonly kind: 'text'
  readonly form: Form
  readonly shape: ValueShape
}

/** Stays text together with the members behind it. */
export interface RunReading {
  readonly kind: 'run'
  readonly form: Form
  readonly more: readonly MemberForm[]
  readonly run: FieldRun
}

export interface ListReading {
  readonly kind: 'list'
  readonly of: Reading
}

export interface ObjectReading {
  readonly kind: 'object'
  readonly members: readonly MemberReading[]
  /** An object with all members that there will be, so that those read by one reading are of one make. */
  readonly template: DataObject
}

/** Is parsed. */
export interface ValueReading {
  readonly kind: 'value'
  /** What it is as a rule: as it stands in the answer, and as it stands in the data. */
  readonly usual?: { readonly json: Uint8Array; readonly value: string } | undefined
}

export interface MemberReading {
  readonly name: string
  /** `{"name":` for the first, `,"name":` for the others. */
  readonly key: Uint8Array
  readonly reading: Reading
}

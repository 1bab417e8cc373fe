import type { FieldShape } from '../answer/answerShape.ts'
import { JsonText } from './jsonText.ts'

/** Fields that stand next to each other for the client and in a division's answer alike. */
export interface FieldRun {
  /** All fields of the client's selection. */
  readonly fields: readonly FieldShape[]
  /** Index of the first of the run. */
  readonly first: number
  /** Index behind the last. */
  readonly end: number
}

/** Stands in the place of the first of a run of fields for the members of all of them; in the places of the others stands `inRun`. */
export class JsonRun extends JsonText {
  /** @param text byte text, from the first member's value to the last's */
  constructor(
    override readonly text: string,
    readonly run: FieldRun,
  ) {
    super(text, (run.fields[run.first] as FieldShape).shape)
  }

  /** An object with the members of the run, as byte text. */
  whole(): string {
    const { fields, first } = this.run
    return `{${fields[first]?.key}${this.text}}`
  }
}

/** Of no value's shape, so that who meets it without its run looks closer. */
export const inRun = new JsonText('', { kind: 'leaf', nonNull: true, text: () => undefined, typeName: '' })

import type { ValueShape } from '../answer/answerShape.ts'

/** Stands in the data for a value whose JSON text has been found to be what a shape wants, and is written as it is. */
export class JsonText {
  /** @param text UTF-8, or byte text where it is short */
  constructor(
    readonly text: Buffer | string,
    readonly shape: ValueShape,
  ) {}

  /** As byte text. */
  toString(): string {
    return typeof this.text === 'string' ? this.text : this.text.toString('latin1')
  }
}

import type { ValueShape } from '../answer/answerShape.ts'

/** Stands in the data for a value whose JSON text has been found to be what a shape wants, and is written as it is. */
export class JsonText {
  /** @param bytes UTF-8 */
  constructor(
    readonly bytes: Buffer,
    readonly shape: ValueShape,
  ) {}

  /** As byte text. */
  toString(): string {
    return this.bytes.toString('latin1')
  }
}

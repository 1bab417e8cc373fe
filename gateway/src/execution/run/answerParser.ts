import { type SharePlace, sharingParse } from './sharingParse.ts'

/** Below this share of text saved, parsing natively is as fast. */
const WORTH_IT = 0.4
/** After an answer with little repetition, so many are parsed natively before repetition is looked for again. */
const PATIENCE = 200

/** Parses the answers to one request of a program, in the way that has paid for its answers so far. */
export class AnswerParser {
  private native = 0

  constructor(private readonly place: SharePlace) {}

  /** Whether objects of the answers may stand at several places. */
  get shares(): boolean {
    return this.native === 0
  }

  /** @throws SyntaxError when the text is no JSON */
  parse(text: string): unknown {
    if (this.native > 0) {
      this.native -= 1
      return JSON.parse(text)
    }
    const shared = sharingParse(text, this.place)
    if (shared === undefined || shared.saved < WORTH_IT) this.native = PATIENCE
    return shared === undefined ? JSON.parse(text) : shared.value
  }
}

import { type VerbatimPlace, verbatimParse } from '../verbatim/verbatimParse.ts'
import { type SharePlace, sharingParse } from './sharingParse.ts'

/** Below this share of text saved, parsing natively is as fast. */
const WORTH_IT = 0.4
/** After an answer for which a way did not pay, so many are parsed otherwise before it is tried again. */
const PATIENCE = 200

/** A way of parsing that pays for some answers. */
class Way {
  private rest = 0

  /** Whether the next answer is to be parsed in this way. */
  isDue(): boolean {
    if (this.rest === 0) return true
    this.rest -= 1
    return false
  }

  /** @param saved share of the text that the way saved */
  note(saved: number): void {
    if (saved < WORTH_IT) this.rest = PATIENCE
  }

  get pays(): boolean {
    return this.rest === 0
  }
}

/** Parses the answers to one request of a program, in the way that has paid for its answers so far. */
export class AnswerParser {
  private readonly verbatim = new Way()
  private readonly sharing = new Way()

  /**
   * @param sharePlaces where its objects may be shared
   * @param verbatimPlaces where its values may be passed on as they stand
   */
  constructor(
    private readonly sharePlaces: SharePlace,
    readonly verbatimPlaces: VerbatimPlace | undefined,
  ) {}

  /** Whether objects of the answers may stand at several places. */
  get shares(): boolean {
    return this.sharing.pays && !(this.verbatimPlaces && this.verbatim.pays)
  }

  /** @throws SyntaxError when the text is no JSON */
  parse(bytes: Buffer): unknown {
    if (this.verbatimPlaces !== undefined && this.verbatim.isDue()) {
      const answer = verbatimParse(bytes, this.verbatimPlaces)
      this.verbatim.note(answer?.saved ?? 0)
      if (answer !== undefined) return answer.value
    }
    const text = bytes.toString('utf8')
    if (!this.sharing.isDue()) return JSON.parse(text)
    const shared = sharingParse(text, this.sharePlaces)
    this.sharing.note(shared?.saved ?? 0)
    return shared === undefined ? JSON.parse(text) : shared.value
  }
}

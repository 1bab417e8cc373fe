import { isUtf8 } from 'node:buffer'
import { parseByteText } from '../byteText.ts'
import { parseByForm } from '../verbatim/parseByForm.ts'
import type { Reading } from '../verbatim/reading.ts'
import { type VerbatimPlace, verbatimParse } from '../verbatim/verbatimParse.ts'
import { type SharePlace, sharingParse } from './sharingParse.ts'

/** Below this share of text saved, parsing natively is as fast. */
const WORTH_IT = 0.4
/** After an answer for which a way did not pay, so many are parsed otherwise before it is tried again. */
const PATIENCE = 200

const NEW_LINE = 0x0a

/** Servers that write for people end an answer with a line break. */
function withoutEnd(answer: Buffer): Buffer {
  return answer[answer.length - 1] === NEW_LINE ? answer.subarray(0, -1) : answer
}

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
}

/** Parses the answers to one request of a program, in the way that has paid for its answers so far. */
export class AnswerParser {
  private readonly verbatim = new Way()
  private readonly sharing = new Way()
  private readonly form = new Way()
  /** Whether objects of the answer parsed last stand at several places. */
  hasShared = false

  /**
   * @param sharePlaces where its objects may be shared
   * @param verbatimPlaces where its values may be passed on as they stand
   * @param reading what it looks like, where that is known
   */
  constructor(
    private readonly sharePlaces: SharePlace,
    readonly verbatimPlaces: VerbatimPlace | undefined,
    readonly reading?: Reading | undefined,
  ) {}

  /**
   * @param answer what is not UTF-8 of it counts as U+FFFD
   * @returns the value, its strings byte text
   * @throws SyntaxError when the text is no JSON
   */
  parse(answer: Buffer): unknown {
    this.hasShared = false
    const bytes = withoutEnd(isUtf8(answer) ? answer : Buffer.from(answer.toString('utf8')))
    if (this.verbatimPlaces !== undefined && this.verbatim.isDue()) {
      const parsed = verbatimParse(bytes, this.verbatimPlaces)
      this.verbatim.note(parsed?.saved ?? 0)
      if (parsed !== undefined) return parsed.value
    }
    return this.shared(bytes) ?? this.byForm(bytes) ?? parseByteText(bytes.toString('latin1'))
  }

  private shared(bytes: Buffer): unknown {
    if (!this.sharing.isDue()) return undefined
    const shared = sharingParse(bytes.toString('latin1'), this.sharePlaces)
    const saved = shared?.saved ?? 0
    this.sharing.note(saved)
    // Where little is shared, the other ways are worth more.
    if (saved < WORTH_IT) return undefined
    this.hasShared = true
    return shared?.value
  }

  private byForm(bytes: Buffer): unknown {
    if (this.reading === undefined || !this.form.isDue()) return undefined
    const read = parseByForm(bytes, this.reading)
    this.form.note(read?.saved ?? 0)
    return read?.value
  }
}

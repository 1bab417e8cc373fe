import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GroupCommit } from '@hub/gateway/evidence/ledger/groupCommit'

interface Entry {
  readonly line: Buffer
  /** Told where the line stands once it is on disk. */
  readonly written: (place: LinePlace) => void
}

/** Where a line stands in the file, in bytes. */
export interface LinePlace {
  readonly offset: number
  readonly length: number
}

/** Lines written together at most; one flush serves all. */
const LARGEST_GROUP = 5_000
const NEWLINE = 0x0a

/**
 * A file of lines that only grows. A line that was acknowledged is on disk, whatever ends the process; one that was cut
 * off by such an end is removed when the file is opened again.
 */
export class PartnerLog {
  private readonly commit = new GroupCommit<Entry>((entries) => this.write(entries), LARGEST_GROUP)

  private constructor(
    private readonly file: FileHandle,
    private end: number,
  ) {}

  /** Opens the file, and tells every line that is in it. */
  static async open(path: string, onLine: (text: string, place: LinePlace) => void): Promise<PartnerLog> {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'a+')
    let end = 0
    for await (const line of wholeLines(file)) {
      onLine(line.toString('utf8'), { offset: end, length: line.length })
      end += line.length + 1
    }
    await file.truncate(end)
    return new PartnerLog(file, end)
  }

  /** Resolves with the place of the line when it is on disk. */
  async append(text: string): Promise<LinePlace> {
    let place: LinePlace = { offset: 0, length: 0 }
    const written = (at: LinePlace) => {
      place = at
    }
    await this.commit.add({ line: Buffer.from(`${text}\n`), written })
    return place
  }

  async read({ offset, length }: LinePlace): Promise<string> {
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, offset)
    return buffer.toString('utf8')
  }

  async close(): Promise<void> {
    await this.commit.idle()
    await this.file.close()
  }

  private async write(entries: readonly Entry[]): Promise<void> {
    await this.file.appendFile(Buffer.concat(entries.map(({ line }) => line)))
    await this.file.datasync()
    for (const { line, written } of entries) {
      written({ offset: this.end, length: line.length - 1 })
      this.end += line.length
    }
  }
}

/** The lines of a file; not what stands after its last line end, which was not acknowledged. */
async function* wholeLines(file: FileHandle): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
    const bytes = Buffer.concat([rest, chunk])
    let from = 0
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      yield bytes.subarray(from, at)
      from = at + 1
    }
    rest = bytes.subarray(from)
  }
}

import { type FileHandle, open, unlink } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { ExportChange } from './filePlan.ts'

/** Changes that are read back at a time. */
const GROUP = 250

/**
 * The changes of a period, kept in a file: there may be as many as a division has records. Memory holds of each record no
 * more than which of its changes is the last.
 */
export class SpilledChanges {
  private readonly lastOf = new Map<string, { line: number; version: number }>()
  private lines = 0

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** @param path where nothing stands yet; `close` removes it */
  static async open(path: string): Promise<SpilledChanges> {
    return new SpilledChanges(path, await open(path, 'wx+', 0o600))
  }

  /** Every record that a change was about. */
  get records(): ReadonlySet<string> {
    return new Set(this.lastOf.keys())
  }

  async add(changes: readonly ExportChange[]): Promise<void> {
    for (const { recordId, version } of changes) {
      const known = this.lastOf.get(recordId)
      if (known === undefined || known.version <= version) this.lastOf.set(recordId, { line: this.lines, version })
      this.lines += 1
    }
    if (changes.length > 0) await this.file.appendFile(changes.map((change) => `${lineOf(change)}\n`).join(''))
  }

  /** The last change of each record, some at a time. */
  async *last(): AsyncGenerator<ExportChange[]> {
    const input = this.file.createReadStream({ start: 0, autoClose: false })
    let line = 0
    let group: ExportChange[] = []
    for await (const text of createInterface({ input })) {
      const change = JSON.parse(text) as ExportChange
      if (this.lastOf.get(change.recordId)?.line === line) group.push(change)
      line += 1
      if (group.length < GROUP) continue
      yield group
      group = []
    }
    if (group.length > 0) yield group
  }

  async close(): Promise<void> {
    try {
      await this.file.close()
    } finally {
      await unlink(this.path)
    }
  }
}

/** Separators of lines that JSON leaves as they are would be taken for ends of lines. */
function lineOf(change: ExportChange): string {
  return JSON.stringify(change).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

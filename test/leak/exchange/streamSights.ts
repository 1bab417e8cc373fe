import { EventStream } from '../../setup/eventStream.ts'
import type { LeakCaller } from '../leakCallers.ts'
import type { LeakWorld } from '../leakWorld.ts'
import type { KeptRow } from './changeReader.ts'
import type { SeenChange, Sight } from './judgeSight.ts'
import { type GraphPage, seenInPage, wholePage } from './toldSights.ts'

/** A subscription of one caller, and what it has told him. */
export class ReadStream {
  private readonly changes: SeenChange[] = []
  private bytes = ''
  private isOver = false

  private constructor(
    readonly caller: LeakCaller,
    private readonly stream: EventStream,
    private readonly channel: string,
  ) {}

  /** @param subjectId one whose changes are followed; everybody's when undefined */
  static async open(
    origin: string,
    { world, rows }: { readonly world: LeakWorld; readonly rows: readonly KeptRow[] },
    caller: LeakCaller,
    subjectId?: string,
  ): Promise<ReadStream> {
    const field =
      subjectId === undefined ? 'changes(first: 100)' : `enterpriseChanged(subjectId: "${subjectId}", first: 100)`
    const query = `subscription { page: ${field} ${wholePage(world, rows, caller)} }`
    const stream = await EventStream.open(origin, { token: encodeURIComponent(caller.name), query })
    return new ReadStream(caller, stream, subjectId === undefined ? 'stream' : 'enterprise stream')
  }

  /** Reads until the stream has told what is awaited, or has ended. @throws Error when that takes too long */
  async until(isTold: (changes: readonly SeenChange[]) => boolean): Promise<void> {
    while (!this.isOver) {
      const message = await this.stream.next(60_000)
      if (message === undefined || message.event !== 'next') {
        this.isOver = true
        return
      }
      this.bytes += `${message.id} ${message.data}`
      const page = (JSON.parse(message.data) as { data?: { page: GraphPage | null } }).data?.page
      if (!page) continue
      this.changes.push(...seenInPage(page))
      if (isTold(this.changes)) return
    }
  }

  /** What it has told since the last time. */
  take(when: string): Sight {
    const sight = { channel: `${this.channel} ${when}`, changes: this.changes.splice(0), bytes: this.bytes }
    this.bytes = ''
    return sight
  }

  cut(): void {
    this.stream.cut()
  }
}

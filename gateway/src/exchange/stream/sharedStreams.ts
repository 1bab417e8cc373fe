import { randomUUID } from 'node:crypto'
import { HubError } from '@hub/schema/errors/HubError'
import { httpFault, RequestRefusal } from '../../request/requestRefusal.ts'
import type { EventWriter } from './eventWriter.ts'
import { operationMessages } from './streamMessages.ts'
import type { StreamOperation } from './streamOperation.ts'

/** How long a stream that was reserved waits for its connection. */
const RESERVED_MILLIS = 30_000

interface SharedStream {
  readonly owner: string
  readonly operations: Map<string, StreamOperation>
  /** Undefined when the stream ended before anybody connected. */
  readonly connected: Promise<EventWriter | undefined>
  connect: ((writer: EventWriter | undefined) => void) | undefined
  readonly leave: () => void
  readonly expiry: NodeJS.Timeout
}

/** Streams that carry several operations: reserved, connected, and known by a token to whoever reserved them. */
export class SharedStreams {
  private readonly streams = new Map<string, SharedStream>()

  /** @param leave gives back the stream's place. @returns the token */
  reserve(owner: string, leave: () => void): string {
    const token = randomUUID()
    let connect: SharedStream['connect']
    const connected = new Promise<EventWriter | undefined>((resolve) => {
      connect = resolve
    })
    const expiry = setTimeout(() => this.end(token), RESERVED_MILLIS).unref()
    this.streams.set(token, { owner, operations: new Map(), connected, connect, leave, expiry })
    return token
  }

  /** @throws RequestRefusal HUB_STREAM_UNKNOWN, 409 where it is connected already */
  connect(token: string, owner: string, open: () => EventWriter): void {
    const stream = this.of(token, owner)
    if (stream.connect === undefined) throw httpFault(409, '该流已有连接')
    clearTimeout(stream.expiry)
    stream.connect(open())
    stream.connect = undefined
  }

  /**
   * Runs an operation on a stream; it waits for the connection where there is none yet.
   * @throws RequestRefusal HUB_STREAM_UNKNOWN, 409 where there is one of this id
   */
  run(token: string, owner: string, id: string, operation: StreamOperation): Promise<void> {
    const { operations, connected } = this.of(token, owner)
    if (operations.has(id)) throw httpFault(409, '该流已有此编号的操作')
    operations.set(id, operation)
    const running = operation.run(async (message) => (await connected)?.write(message), operationMessages(id))
    return running.finally(() => operations.delete(id))
  }

  /** @throws RequestRefusal HUB_STREAM_UNKNOWN */
  stopOperation(token: string, owner: string, id: string): void {
    this.of(token, owner).operations.get(id)?.stop()
  }

  /** Ends a stream with all its operations. */
  end(token: string): void {
    const stream = this.streams.get(token)
    if (stream === undefined) return
    this.streams.delete(token)
    clearTimeout(stream.expiry)
    for (const operation of stream.operations.values()) operation.stop()
    stream.connect?.(undefined)
    stream.connected.then((writer) => writer?.end())
    stream.leave()
  }

  /** Ends all. */
  close(): void {
    for (const token of [...this.streams.keys()]) this.end(token)
  }

  /** Somebody else's token is as unknown as none. */
  private of(token: string, owner: string): SharedStream {
    const stream = this.streams.get(token)
    if (stream?.owner === owner) return stream
    throw new RequestRefusal([new HubError('HUB_STREAM_UNKNOWN')], { status: 404 })
  }
}

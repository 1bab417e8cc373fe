import type { ServerResponse } from 'node:http'

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that gathers what it passes on would hold changes back.
  'x-accel-buffering': 'no',
}
/** What clients wait before they connect again. */
const RETRY_MILLIS = 2_000
/** A comment, by which both sides know that the other is there. */
const HEARTBEAT = ':\n\n'

/** A response of server-sent events (HTML, 9.2) that never holds more than one message its reader has not taken. */
export class EventWriter {
  private turn: Promise<unknown> = Promise.resolve()
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly response: ServerResponse,
    { requestId, heartbeatMillis }: { readonly requestId: string; readonly heartbeatMillis: number },
  ) {
    response.writeHead(200, { ...HEAD, 'x-request-id': requestId })
    // With something to read at once, as some clients take no stream for open before.
    response.write(`retry: ${RETRY_MILLIS}\n${HEARTBEAT}`)
    this.timer = setInterval(() => this.beat(), heartbeatMillis)
    response.on('close', () => clearInterval(this.timer))
  }

  /**
   * Resolves when the message has left for its reader, or he has gone; messages of several operations come one after another.
   */
  write(message: Buffer): Promise<void> {
    const written = this.turn.then(() => this.writeNow(message))
    this.turn = written
    return written
  }

  end(): void {
    clearInterval(this.timer)
    this.response.end()
  }

  private beat(): void {
    // Who has not taken the last message needs no sign of life.
    if (this.response.writableLength === 0) this.response.write(HEARTBEAT)
  }

  private writeNow(message: Buffer): Promise<void> {
    const { response } = this
    return new Promise((resolve) => {
      if (response.destroyed || response.writableEnded) return resolve()
      const done = (): void => {
        response.off('close', done)
        resolve()
      }
      response.on('close', done)
      response.write(message, done)
    })
  }
}

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

/** One message of a stream of server-sent events. */
export interface StreamMessage {
  readonly event: string
  readonly id: string | undefined
  readonly data: string
}

export interface StreamRequest {
  readonly token: string
  readonly query: string
  readonly variables?: Record<string, unknown>
  readonly lastEventId?: string
}

/** A reader of server-sent events who reads when he wants to, and shows what else comes along. */
export class EventStream {
  comments = 0
  ended = false
  private text = ''
  private readonly messages: StreamMessage[] = []
  private wake: () => void = () => undefined

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8')
    response.on('error', () => undefined)
    response.on('close', () => {
      this.ended = true
      this.wake()
    })
  }

  static async open(
    origin: string,
    { token, query, variables, lastEventId }: StreamRequest,
    isReading = true,
  ): Promise<EventStream> {
    const body = JSON.stringify({ query, variables })
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    }
    const sent = request(`${origin}/graphql/stream`, { method: 'POST', headers, agent: false })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const stream = new EventStream(response)
    if (isReading) stream.read()
    return stream
  }

  get status(): number {
    return this.response.statusCode ?? 0
  }

  /** Reads from now on. */
  read(): void {
    this.response.on('data', (chunk: string) => this.take(chunk))
  }

  /** Breaks the connection. */
  cut(): void {
    this.response.destroy()
  }

  /** The next message; undefined when the stream ends before one. */
  async next(millis = 30_000): Promise<StreamMessage | undefined> {
    for (const deadline = Date.now() + millis; this.messages.length === 0; ) {
      if (this.ended) return undefined
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`no message within ${millis} ms`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.messages.shift()
  }

  private take(chunk: string): void {
    this.text += chunk
    for (let end = this.text.indexOf('\n\n'); end >= 0; end = this.text.indexOf('\n\n')) {
      const lines = this.text.slice(0, end).split('\n')
      this.text = this.text.slice(end + 2)
      if (lines.some((line) => line.startsWith(':'))) this.comments += 1
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trimStart()
      const event = field('event')
      if (event !== undefined) this.messages.push({ event, id: field('id'), data: field('data') ?? '' })
    }
    if (this.messages.length > 0) this.wake()
  }
}

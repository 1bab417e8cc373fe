import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Stands before a database server, and holds everything up from the first bytes on that hold some text. */
export class StallingProxy {
  /** Resolves when it holds something up. */
  readonly stalled: Promise<void>
  private readonly sockets = new Set<Socket>()
  private hasStalled = (): void => undefined
  private readonly held: (() => void)[] = []
  private state: 'WAITING' | 'HOLDING' | 'OVER' = 'WAITING'

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly text: string,
  ) {
    this.stalled = new Promise((resolve) => {
      this.hasStalled = resolve
    })
    server.on('connection', (client) => this.pass(client))
  }

  static async before(target: URL, text: string): Promise<StallingProxy> {
    const server = createServer()
    const proxy = new StallingProxy(server, target, text)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  /** The same database behind it, and no other way to the server. */
  get url(): string {
    const url = new URL(this.target)
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`
    url.searchParams.delete('replicaSet')
    url.searchParams.set('directConnection', 'true')
    return url.href
  }

  goOn(): void {
    this.state = 'OVER'
    for (const send of this.held.splice(0)) send()
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private pass(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname)
    for (const socket of [client, server]) {
      this.sockets.add(socket)
      socket.on('error', () => undefined)
    }
    server.pipe(client)
    client.on('close', () => server.destroy())
    client.on('data', (chunk) => {
      if (this.state === 'WAITING' && chunk.includes(this.text)) {
        this.state = 'HOLDING'
        this.hasStalled()
      }
      if (this.state === 'HOLDING') this.held.push(() => server.write(chunk))
      else server.write(chunk)
    })
  }
}

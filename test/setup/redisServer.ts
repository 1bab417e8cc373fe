import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { readEnvironment } from '@hub/scripts/environment'
import { freePorts } from '../e2e/launcher/freePorts.ts'

const PROGRAM = 'redis-server'

/** Without a redis-server its tests are skipped, but never in continuous integration: there they fail. */
export const isRedisSkipped = spawnSync(PROGRAM, ['--version']).status !== 0 && !readEnvironment().CI
if (isRedisSkipped)
  process.stdout.write('未找到 redis-server，跳过其测试 / no redis-server on PATH, its tests are skipped\n')

/** A redis-server of a test's own, that keeps nothing on disk. */
export class RedisServer {
  private child: ChildProcess | undefined

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePorts())
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    this.child = spawn(PROGRAM, options, { stdio: 'ignore' })
    await once(this.child, 'spawn')
    while (!(await this.isListening())) await delay(20)
  }

  /** At once, as in a power cut; what it knew is lost. */
  async kill(): Promise<void> {
    const { child } = this
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGCONT')
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** It stays connected and says nothing. */
  pause(): void {
    this.child?.kill('SIGSTOP')
  }

  resume(): void {
    this.child?.kill('SIGCONT')
  }

  private isListening(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1')
      socket.once('connect', () => resolve(socket.destroy() === socket))
      socket.once('error', () => resolve(false))
    })
  }
}

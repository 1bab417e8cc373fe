import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { gatewaySettings } from '@hub/gateway/environment'
import { readCursor, readSnapshot } from '@hub/gateway/exchange/feed/feedCursor'
import { HubMetrics } from '@hub/gateway/metrics/hubMetrics'
import { type HubDeliveries, openDeliveries } from '@hub/gateway/wiring/openDeliveries'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { freePort } from '@hub/scripts/database/freePort'
import mongoose, { type mongo } from 'mongoose'
import type { Logger } from 'pino'
import { type HubCommand, hubCommand } from '../../e2e/launcher/hubCommand.ts'
import { gatewayHopSettings } from '../../setup/hopKeys.ts'
import type { TestDatabase } from '../../setup/testDatabase.ts'
import type { LeakWorld } from '../leakWorld.ts'
import { type LeakAgreement, termsOf } from './leakAgreements.ts'
import { governmentGateway, type Received } from './toldServer.ts'

const PATIENCE_MILLIS = 120_000
/** Longer than readers go on without looking for agreements. */
const BOUND_MILLIS = 1_100

/** A partner with everything that an agreement may reach it by. */
export interface LeakPartner {
  readonly agreement: LeakAgreement
  /** Agreements by which it is reached: one for each way. */
  readonly ids: readonly string[]
  /** The one that it reads by. */
  readonly pulled: string
  readonly platform: { readonly url: string; readonly command: HubCommand; readonly file: string }
  readonly gateway: Received
  readonly sqlFile: string
  readonly collection: mongo.Collection
}

/** The hub's own deliveries, as its wiring opens them, to partners that take everything. */
export class DeliveryScene {
  readonly metrics = new HubMetrics()
  private readonly partners: LeakPartner[] = []
  private deliveries: HubDeliveries | undefined

  private constructor(
    private readonly world: LeakWorld,
    private readonly client: mongo.MongoClient,
    private readonly database: TestDatabase,
    readonly folder: string,
  ) {}

  /** @param names of the partners that are to come */
  static async open(
    world: LeakWorld,
    { database, names, logger }: { database: TestDatabase; names: readonly string[]; logger: Logger },
  ): Promise<DeliveryScene> {
    const folder = await mkdtemp(join(tmpdir(), 'hub-leak-exchange-'))
    const client = await new mongoose.mongo.MongoClient(database.uri).connect()
    const scene = new DeliveryScene(world, client, database, folder)
    const fronts = names.flatMap((name) => [
      `${name}-sql=${pathToFileURL(scene.sqlFile(name)).href.replace('file:', 'sqlite:')}`,
      `${name}-mongo=${scene.mongoUrl(name)}`,
    ])
    const environment = gatewaySettings.read({
      ...gatewayHopSettings,
      DELIVERY_ALLOWED_NETWORKS: '127.0.0.0/8',
      FRONT_DATABASES: fronts.join(' '),
    })
    const { exchange, hubDatabase: db, feed } = world
    const own = { db, close: async () => undefined }
    const stores = { database: own, exchange, ledger: undefined, redis: undefined, close: async () => undefined }
    scene.deliveries = openDeliveries(environment, { stores, feed, metrics: scene.metrics, logger })
    return scene
  }

  /** Agrees with a partner on every way, and waits until it has what it is to have. */
  async agree(agreement: LeakAgreement, name = agreement.name): Promise<LeakPartner> {
    const { exchange } = this.world
    const platform = await this.platform(name)
    const gateway = await governmentGateway()
    const { id: webhookKey } = await exchange.secrets.create(agreement.name, '甲', platform.secret)
    const { id: gatewayKey } = await exchange.secrets.create(agreement.name, '甲', 'app:secret')
    const ways = {
      webhook: {
        mode: 'PUSH',
        endpoint: `${platform.url}/events`,
        secretIds: [webhookKey],
        signatures: ['v1', 'v1sm3'],
      },
      gateway: { mode: 'PUSH', format: 'GOVERNMENT_GATEWAY', endpoint: gateway.url, secretIds: [gatewayKey] },
      sql: { mode: 'FRONT_DATABASE', format: 'SQL', endpoint: `${name}-sql` },
      mongo: { mode: 'FRONT_DATABASE', format: 'MONGODB', endpoint: `${name}-mongo` },
    }
    const approve = async (way: string, terms: Readonly<Record<string, unknown>>): Promise<string> => {
      const id = `${name}-${way}`
      const { version } = await exchange.acts.propose(id, termsOf(agreement, terms), { by: '甲', reason: '试验' })
      await exchange.acts.approve({ agreement: id, version, by: '乙' })
      return id
    }
    const ids: string[] = []
    for (const [way, terms] of Object.entries(ways)) ids.push(await approve(way, terms))
    const pulled = await approve('pull', { mode: 'PULL' })
    // It holds for readers once they look again.
    await pause(BOUND_MILLIS)
    const collection = this.client.db(this.mongoName(name)).collection('credit_records')
    const partner = { agreement, ids, pulled, platform, gateway, sqlFile: this.sqlFile(name), collection }
    this.partners.push(partner)
    return partner
  }

  /** Until everything that has happened by now has gone out to all partners. @throws Error when it takes too long */
  async settled(partners: readonly LeakPartner[] = this.partners): Promise<void> {
    const ledger = this.world.exchange.deliveries?.ledger
    const heads = await this.heads()
    const deadline = Date.now() + PATIENCE_MILLIS
    for (const { ids, agreement } of partners) {
      const items = agreement.terms.items as readonly { readonly family: string }[]
      const divisions = new Set(
        recordFamilies.filter(({ family }) => items.some((item) => item.family === family)).map((one) => one.division),
      )
      for (const id of ids) {
        for (let isDone = false; !isDone; await pause(isDone ? 0 : 50)) {
          if (Date.now() > deadline) throw new Error(`${id} has not delivered`)
          const cursor = await ledger?.cursorOf(id)
          if (cursor === undefined || cursor.after === null) continue
          const at = readCursor(cursor.after)
          const isThere = [...divisions].every((name) => (at[name] ?? 0) >= (heads[name] ?? 0))
          isDone =
            isThere &&
            Object.keys(readSnapshot(cursor.after)).length === 0 &&
            (await ledger?.pageAfter(cursor)) === null
        }
      }
    }
  }

  async close(): Promise<void> {
    await this.deliveries?.close()
    for (const { platform, gateway, collection } of this.partners) {
      platform.command.child.kill('SIGTERM')
      await platform.command.ended
      await gateway.close()
      await this.client.db(collection.dbName).dropDatabase()
    }
    await this.client.close()
    await rm(this.folder, { recursive: true })
  }

  private async heads(): Promise<Readonly<Record<string, number>>> {
    const caller = { caller: 'inspector', role: 'INSPECTOR' } as const
    let next: string | undefined
    for (let more = true; more; ) {
      const page = await this.world.feed.read({ caller, first: 500, after: next })
      next = page.next
      more = page.hasMore
    }
    return readCursor(next)
  }

  private async platform(name: string) {
    const port = await freePort()
    const data = join(this.folder, name)
    const command = hubCommand(['partner', '--port', String(port), '--data', data])
    await command.printed(/接收平台 partner/)
    const secret = (await readFile(join(data, 'partner', 'secret'), 'utf8')).trim()
    return { url: `http://127.0.0.1:${port}`, command, secret, file: join(data, 'partner', 'received.jsonl') }
  }

  private readonly sqlFile = (name: string): string => join(this.folder, `${name}.sqlite`)

  private readonly mongoName = (name: string): string => `${this.database.name}-${name}`

  private mongoUrl(name: string): string {
    const url = new URL(this.database.uri)
    url.pathname = `/${this.mongoName(name)}`
    return url.href
  }
}

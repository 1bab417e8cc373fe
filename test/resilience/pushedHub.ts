import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sealingOf } from '@hub/kit/sealing/sealing'
import { divisionCollections } from '@hub/kit/store/divisionCollections'
import { RecordStore } from '@hub/kit/store/recordStore'
import { hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { administratorToken } from '@hub/scripts/access/keyActs'
import { databaseName } from '@hub/scripts/database/databaseName'
import type { DatabaseServer } from '@hub/scripts/database/databaseServer'
import { type HubKeys, hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { type DemoPartner, openDemoPartner } from '@hub/scripts/demo/demoPartner'
import { readEnvironment } from '@hub/scripts/environment'
import { askHub } from '@hub/scripts/exchange/askHub'
import { importFile } from '@hub/scripts/imports/importFile'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import { HubRun, type Supergraph } from '@hub/scripts/launcher/hubRun'
import { gatewayPlan } from '@hub/scripts/launcher/processPlans'
import { ProgressLines } from '@hub/scripts/launcher/progressLines'
import { SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import { division as trade } from '@hub/trade/division'
import mongoose from 'mongoose'
import { freePorts } from '../e2e/launcher/freePorts.ts'
import { filingsKind, knownEnterprises } from './crashes/crashKinds.ts'

const READY_MILLIS = 90_000
const ENTERPRISES = 40
const LOG_LINES = 30

export interface PushedHubOptions {
  /** Gateways on the one database. */
  readonly gateways: 1 | 2
}

/** A record as the partner has it. */
export interface PartnerRecord {
  readonly version: number
  readonly kind: string
  readonly isWithdrawn: boolean
}

/** A hub of real processes that pushes to a receiving platform, and a second gateway on the same database. */
export class PushedHub {
  private constructor(
    private readonly run: HubRun,
    private readonly database: DatabaseServer,
    private readonly keys: HubKeys,
    private readonly second: SecondGateway | undefined,
    private readonly partner: DemoPartner,
  ) {}

  static async start({ gateways }: PushedHubOptions): Promise<PushedHub> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hub-push-'))
    const progress = new ProgressLines({ write: () => true })
    const environment = readEnvironment()
    const run = new HubRun({ port: await freePorts(), dataFolder, environment, progress })
    await run.claim()
    const database = await run.openDatabase()
    const supergraph = await run.composeSupergraph()
    await run.startProcesses(database, supergraph)
    const keys = await hubKeys(dataFolder)
    const { addresses } = run
    await untilWell([...divisions.map(({ name }) => `${addresses.divisionUrls[name]}/readyz`)])
    const second = gateways === 2 ? await secondGateway(run, database, supergraph, keys) : undefined
    if (second !== undefined) await untilWell([`${second.url}/healthz`])
    const partner = await openDemoPartner({ addresses, dataFolder, port: addresses.partnerPort })
    const hub = new PushedHub(run, database, keys, second, partner)
    await hub.import('market-order', 'registry', knownEnterprises(ENTERPRISES))
    return hub
  }

  /** Imports filings that no other run has. */
  async importFilings(number: number): Promise<void> {
    await this.import('trade', 'liquor-filings', filingsKind.rowsOf(number, ENTERPRISES))
  }

  /** Imports so many filings about the same enterprises in one file. */
  async importManyFilings(count: number): Promise<void> {
    const runs = Array.from({ length: Math.ceil(count / ENTERPRISES) }, (_, run) => run + 1_000)
    const rows = runs.flatMap((run) => filingsKind.rowsOf(run, ENTERPRISES)).slice(0, count)
    await this.import('trade', 'liquor-filings', rows)
  }

  /** Process id of the first gateway. */
  get gatewayPid(): number {
    return this.run.processes.find(({ name }) => name === 'gateway')?.pid ?? 0
  }

  metricsUrl(): string {
    return `${this.run.addresses.gatewayUrl}/metrics`
  }

  /** What the partner has taken after its first so many events, in the order it came. */
  async partnerEvents(after: number): Promise<{ receivedAt: string; event: { time: string } }[]> {
    const all: { receivedAt: string; event: { time: string } }[] = []
    for (let next: number | undefined = after; next !== undefined; ) {
      const answer: Response = await fetch(`${this.partner.url}/events?after=${next}`)
      const page = (await answer.json()) as { events: typeof all; next?: number }
      all.push(...page.events)
      next = page.next
    }
    return all
  }

  /** Ends the first gateway as the kernel would; it is started again at once. */
  async killGateway(): Promise<void> {
    const gateway = this.run.processes.find(({ name }) => name === 'gateway')
    if (gateway?.pid === undefined) throw new Error('no gateway')
    process.kill(gateway.pid, 'SIGKILL')
    await gateway.restart()
    // Divisions link rows through the hub: rows that come while it is away wait, which is not what is tried here.
    await untilWell([`${this.run.addresses.gatewayUrl}/healthz`])
  }

  async behave(behaviour: object): Promise<void> {
    await fetch(`${this.partner.url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) })
  }

  /** What the partner says of itself: repeats, refused, conflicts, outdated … */
  async partnerSummary(): Promise<Record<string, unknown>> {
    return (await (await fetch(this.partner.url)).json()) as Record<string, unknown>
  }

  async partnerRecords(): Promise<Map<string, PartnerRecord>> {
    const answer = (await (await fetch(`${this.partner.url}/records`)).json()) as {
      records: Record<string, PartnerRecord>
    }
    return new Map(Object.entries(answer.records))
  }

  /** Ids of the filings that trade has in force. */
  async filings(): Promise<string[]> {
    return this.inTrade(async (connection) => {
      const found = await connection.collection('liquor_filings').find({ recordState: 'CURRENT' }).toArray()
      return found.map(({ recordId }) => String(recordId))
    })
  }

  /** Withdraws a filing, as the division does. */
  withdraw(recordId: string): Promise<void> {
    return this.writing(async (change) => change('WITHDRAWN', [recordId]))
  }

  /** Lets changes of filings be written, as the division writes them. */
  writing(
    work: (change: (kind: 'WITHDRAWN' | 'CORRECTED', recordIds: readonly string[]) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const family = trade.families.find(({ name }) => name === 'liquor-filings')
    const [digestKey] = hopKeyList.parse(this.keys.dataDigest)
    if (family === undefined || digestKey === undefined) throw new Error('no filings, or no key')
    const sealing = sealingOf({ DATA_KEYS: hopKeyList.parse(this.keys.data), DATA_DIGEST_KEY: digestKey }, 'trade')
    return this.inTrade(async (connection) => {
      const store = new RecordStore(divisionCollections(connection, trade.families, sealing))
      await work(async (change, recordIds) => {
        const state = change === 'WITHDRAWN' ? { recordState: change } : {}
        const requests = recordIds.map(
          (recordId) => ({ kind: 'CHANGE', change, recordId, reason: '试验', ...state }) as const,
        )
        await store.write(family, requests, { operator: '试验' })
      })
    })
  }

  /** Asks one of the two gateways as the system administrator. */
  async ask<Data>(query: string, variables: object = {}, at: 'first' | 'second' = 'first'): Promise<Data> {
    const token = await administratorToken(undefined, this.run.dataFolder, 'SYSTEM_ADMIN')
    const gatewayUrl = (at === 'second' ? this.second : undefined)?.url ?? this.run.addresses.gatewayUrl
    return askHub<Data>({ gatewayUrl, token }, query, variables)
  }

  /** What the first gateway has said last. */
  async log(): Promise<string> {
    const text = await readFile(join(this.run.dataFolder, 'logs', 'gateway.log'), 'utf8')
    return text.split('\n').slice(-LOG_LINES).join('\n')
  }

  async stop(): Promise<void> {
    await this.second?.process.stop()
    await this.partner.stop()
    await this.run.stop()
    await rm(this.run.dataFolder, { recursive: true, force: true })
  }

  private async import(division: DivisionName, family: string, rows: readonly object[]): Promise<void> {
    const file = join(this.run.dataFolder, `${family}-${Math.random()}.jsonl`)
    await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const divisionUrl = this.run.addresses.divisionUrls[division]
    const key = this.keys.import[division]
    await importFile({ divisionUrl, family, file, key, onProgress: () => undefined })
  }

  private async inTrade<T>(work: (connection: mongoose.Connection) => Promise<T>): Promise<T> {
    const dbName = databaseName(readEnvironment().DATABASE_PREFIX, 'trade')
    const options = { dbName, ignoreUndefined: true, autoIndex: false, autoCreate: false }
    const connection = await mongoose.createConnection(this.database.uris.trade, options).asPromise()
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }
}

type SecondGateway = Awaited<ReturnType<typeof secondGateway>>

async function secondGateway(run: HubRun, { hubUri }: DatabaseServer, supergraph: Supergraph, keys: HubKeys) {
  const { dataFolder } = run
  const { gatewayPort, gatewayUrl } = hubAddresses(await freePorts())
  const addresses = { ...run.addresses, gatewayPort, gatewayUrl }
  const databasePrefix = readEnvironment().DATABASE_PREFIX
  const plan = gatewayPlan({ addresses, dataFolder, supergraphFile: supergraph.file, hubUri, databasePrefix, keys })
  const logFile = join(dataFolder, 'logs', 'gateway-2.log')
  const second = new SupervisedProcess({ ...plan, logFile }, () => undefined)
  second.start()
  return { process: second, url: gatewayUrl }
}

async function untilWell(urls: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_MILLIS
  for (const url of urls) {
    while (!(await answersWell(url))) {
      if (Date.now() > deadline) throw new Error(`${url} does not answer`)
      await pause(100)
    }
  }
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

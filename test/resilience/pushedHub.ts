import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { divisionCollections } from '@hub/kit/store/divisionCollections'
import { RecordStore } from '@hub/kit/store/recordStore'
import type { WriteOutcome, WriteRequest } from '@hub/kit/store/writeRequest'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { administratorToken } from '@hub/scripts/access/keyActs'
import { databaseName } from '@hub/scripts/database/databaseName'
import type { DatabaseServer } from '@hub/scripts/database/databaseServer'
import { type HubKeys, hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { openDemoPartner } from '@hub/scripts/demo/demoPartner'
import { readEnvironment } from '@hub/scripts/environment'
import { askHub } from '@hub/scripts/exchange/askHub'
import { importFile } from '@hub/scripts/imports/importFile'
import { HubRun } from '@hub/scripts/launcher/hubRun'
import { ProgressLines } from '@hub/scripts/launcher/progressLines'
import type { SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import { division as trade } from '@hub/trade/division'
import mongoose from 'mongoose'
import { freePorts } from '../e2e/launcher/freePorts.ts'
import { divisionSealing } from '../setup/divisionSealing.ts'
import { filingsKind, knownEnterprises } from './crashes/crashKinds.ts'
import { type FurtherProcess, partnerProcess, secondGateway, secondTrade } from './furtherProcesses.ts'
import { killed } from './killed.ts'
import type { TakenChange } from './pushCrashes/deliveryFaults.ts'
import { untilWell } from './untilWell.ts'

const ENTERPRISES = 40
const LOG_LINES = 30
const TRIES = 5
const RETRY_MILLIS = 200
const PATIENCE_MILLIS = 90_000

export interface PushedHubOptions {
  /** Gateways on the one database. */
  readonly gateways: 1 | 2
  /** Processes of trade on its database; one by default. */
  readonly trades?: 1 | 2
}

/** A record as the partner has it. */
export interface PartnerRecord {
  readonly version: number
  readonly kind: string
  readonly isWithdrawn: boolean
}

/** What the partner says of itself since it was started. */
export interface PartnerSummary {
  readonly events: number
  /** Events that came again under an id that it had. */
  readonly repeats: number
  readonly refused: number
  /** Ids that came again with another content. */
  readonly conflicts: readonly string[]
  /** Ids that came after a newer version of their record. */
  readonly outdated: readonly string[]
  /** Deliveries by what was wrong with their signatures. */
  readonly faults: Readonly<Record<string, number>>
}

/** An event as the partner keeps it. */
interface ReceivedEvent {
  readonly receivedAt: string
  readonly event: {
    readonly id: string
    readonly time: string
    readonly data: Omit<TakenChange, 'id' | 'recordId' | 'hasContent'> & { record: string; content: object | null }
  }
}

interface DeliveryPlace {
  readonly exchange: { readonly agreement: { readonly delivery: { readonly isHere: boolean } } }
}

/** Writes some acts on filings together. */
export type FilingWriter = (requests: readonly WriteRequest[]) => Promise<WriteOutcome[]>

/** A hub of real processes that pushes to a receiving platform, and a second gateway on the same database. */
export class PushedHub {
  private constructor(
    private readonly run: HubRun,
    private readonly database: DatabaseServer,
    private readonly keys: HubKeys,
    private readonly further: { readonly gateway?: FurtherProcess; readonly trade?: FurtherProcess },
    private readonly partner: FurtherProcess,
  ) {}

  static async start({ gateways, trades = 1 }: PushedHubOptions): Promise<PushedHub> {
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
    const parts = { run, database, supergraph, keys }
    const further = {
      ...(gateways === 2 ? { gateway: await secondGateway(parts) } : {}),
      ...(trades === 2 ? { trade: await secondTrade(parts) } : {}),
    }
    // It makes the agreement; what takes the deliveries is a process that can be killed.
    await (await openDemoPartner({ addresses, dataFolder, port: addresses.partnerPort })).stop()
    const hub = new PushedHub(run, database, keys, further, await partnerProcess(run))
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

  get gatewayUrl(): string {
    return this.run.addresses.gatewayUrl
  }

  get partnerUrl(): string {
    return this.partner.url
  }

  get dataFolder(): string {
    return this.run.dataFolder
  }

  /** Ends the receiving platform; another one may be started in its place. */
  stopPartner(): Promise<void> {
    return this.partner.process.stop()
  }

  metricsUrl(): string {
    return `${this.run.addresses.gatewayUrl}/metrics`
  }

  /** What the partner has taken after its first so many events, in the order it came. */
  async partnerEvents(after: number): Promise<ReceivedEvent[]> {
    const all: ReceivedEvent[] = []
    for (let next: number | undefined = after; next !== undefined; ) {
      const page: { events: typeof all; next?: number } = await this.askPartner(`/events?after=${next}`)
      all.push(...page.events)
      next = page.next
    }
    return all
  }

  /** The changes that the partner has taken, in the order in which they came. */
  async taken(): Promise<TakenChange[]> {
    const events = await this.partnerEvents(0)
    return events.map(({ event: { id, data } }) => {
      const { record: recordId, content, sequence, kind, subjectId, version } = data
      return { id, sequence, kind, recordId, subjectId, version, hasContent: content !== null }
    })
  }

  /** Ends a process as the kernel would; it is started again at once. */
  async kill(name: string): Promise<void> {
    const found = this.processes.find((process) => process.name === name)
    if (found === undefined) throw new Error(`no process ${name}`)
    await killed(found)
  }

  /** What the partner says; a connection that was left over from one that was killed is no answer. */
  private async askPartner<Answer>(path: string): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await (await fetch(`${this.partner.url}${path}`)).json()) as Answer
      } catch (error) {
        if (tries === TRIES) throw error
        await pause(RETRY_MILLIS)
      }
    }
  }

  /** Waits until everything answers that is asked. */
  async untilReady(): Promise<void> {
    const { gatewayUrl, divisionUrls } = this.run.addresses
    const { gateway, trade } = this.further
    await untilWell([
      ...divisions.map(({ name }) => `${divisionUrls[name]}/readyz`),
      `${gatewayUrl}/healthz`,
      `${this.partner.url}/readyz`,
      ...(gateway === undefined ? [] : [`${gateway.url}/healthz`]),
      ...(trade === undefined ? [] : [`${trade.url}/readyz`]),
    ])
  }

  /** Ends the first gateway as the kernel would. */
  async killGateway(): Promise<void> {
    await this.kill('gateway')
    // Divisions link rows through the hub: rows that come while it is away wait, which is not what is tried here.
    await untilWell([`${this.run.addresses.gatewayUrl}/healthz`])
  }

  async behave(behaviour: object): Promise<void> {
    await fetch(`${this.partner.url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) })
  }

  partnerSummary(): Promise<PartnerSummary> {
    return this.askPartner('/')
  }

  async partnerRecords(): Promise<Map<string, PartnerRecord>> {
    const { records } = await this.askPartner<{ records: Record<string, PartnerRecord> }>('/records')
    return new Map(Object.entries(records))
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
    return this.inTrade(async (connection) => {
      const write = this.filingWriter(connection)
      await work(async (change, recordIds) => {
        const state = change === 'WITHDRAWN' ? { recordState: change } : {}
        await write(
          recordIds.map((recordId) => ({ kind: 'CHANGE', change, recordId, reason: '试验', ...state }) as const),
        )
      })
    })
  }

  /** Writes filings to trade's database as the division does. @param connection to trade's database */
  filingWriter(connection: mongoose.Connection): FilingWriter {
    const family = trade.families.find(({ name }) => name === 'liquor-filings')
    if (family === undefined) throw new Error('no filings')
    const { data: DATA_KEYS, dataDigest: DATA_DIGEST_KEY } = this.keys
    const sealing = divisionSealing('trade', { DATA_KEYS, DATA_DIGEST_KEY })
    const store = new RecordStore(divisionCollections(connection, trade.families, sealing))
    return (requests) => store.write(family, requests, { operator: '试验' })
  }

  /** The database of trade, or the hub's own. */
  connect(owner: 'trade' | 'gateway'): Promise<mongoose.Connection> {
    const dbName = databaseName(readEnvironment().DATABASE_PREFIX, owner)
    const options = { dbName, ignoreUndefined: true, autoIndex: false, autoCreate: false }
    const uri = owner === 'trade' ? this.database.uris.trade : this.database.hubUri
    return mongoose.createConnection(uri, options).asPromise()
  }

  /** Asks one of the two gateways as the system administrator. */
  async ask<Data>(query: string, variables: object = {}, at: 'first' | 'second' = 'first'): Promise<Data> {
    const role = 'SYSTEM_ADMIN'
    const token = await administratorToken(undefined, this.run.dataFolder, role)
    const gatewayUrl = (at === 'second' ? this.further.gateway : undefined)?.url ?? this.run.addresses.gatewayUrl
    return askHub<Data>({ gatewayUrl, token, role }, query, variables)
  }

  /** Which of the two gateways delivers now; undefined where none does. */
  async deliverer(): Promise<'gateway' | 'gateway-2' | undefined> {
    const query = '{ exchange { agreement(id: "demo-partner") { delivery { isHere } } } }'
    const isAt = async (at: 'first' | 'second') => {
      const { exchange } = await this.ask<DeliveryPlace>(query, {}, at)
      return exchange.agreement.delivery.isHere
    }
    const [isFirst, isSecond] = await Promise.all([isAt('first'), isAt('second')])
    if (isFirst === isSecond) return undefined
    return isFirst ? 'gateway' : 'gateway-2'
  }

  /** Waits until something is so; what cannot be asked is not so yet. @throws Error with what the first gateway has said last */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MILLIS; !(await isSo().catch(() => false)); await pause(RETRY_MILLIS))
      if (Date.now() > deadline) throw new Error(`not in time: ${what}\n${await this.log()}`)
  }

  /** What the first gateway has said last. */
  async log(): Promise<string> {
    const text = await readFile(join(this.run.dataFolder, 'logs', 'gateway.log'), 'utf8')
    return text.split('\n').slice(-LOG_LINES).join('\n')
  }

  async stop(): Promise<void> {
    await Promise.all([this.further.gateway, this.further.trade].map((further) => further?.process.stop()))
    await this.partner.process.stop()
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
    const connection = await this.connect('trade')
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }

  private get processes(): SupervisedProcess[] {
    const further = [this.further.gateway, this.further.trade, this.partner]
    return [...this.run.processes, ...further.flatMap((one) => one?.process ?? [])]
  }
}

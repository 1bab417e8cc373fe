import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { databaseName } from '@hub/scripts/database/databaseName'
import type { DatabaseServer } from '@hub/scripts/database/databaseServer'
import { hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { readEnvironment } from '@hub/scripts/environment'
import { importFile } from '@hub/scripts/imports/importFile'
import type { ImportReceipt } from '@hub/scripts/imports/importReceipt'
import { HubRun } from '@hub/scripts/launcher/hubRun'
import { ProgressLines } from '@hub/scripts/launcher/progressLines'
import type { SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import mongoose, { type Connection } from 'mongoose'
import { freePorts } from '../../e2e/launcher/freePorts.ts'
import { killed } from '../killed.ts'
import { untilWell } from '../untilWell.ts'

/** What can be killed. */
export type Victim = DivisionName | 'gateway' | 'database'

/** A whole hub of processes, as the launcher starts it, of which each can be killed outright at any moment. */
export class CrashedHub {
  private constructor(
    private readonly run: HubRun,
    private readonly database: DatabaseServer,
    private readonly importKeys: Readonly<Record<DivisionName, string>>,
  ) {}

  static async start(): Promise<CrashedHub> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hub-crashes-'))
    const progress = new ProgressLines({ write: () => true })
    const run = new HubRun({ port: await freePorts(), dataFolder, environment: readEnvironment(), progress })
    await run.claim()
    const database = await run.openDatabase()
    if (database.process === undefined) throw new Error('only a database of our own may be killed: unset MONGODB_URI')
    await run.startProcesses(database, await run.composeSupergraph())
    const hub = new CrashedHub(run, database, (await hubKeys(dataFolder)).import)
    await hub.untilReady()
    return hub
  }

  /** Writes rows as a file of JSON lines. @returns where it is */
  async write(name: string, rows: readonly Record<string, unknown>[]): Promise<string> {
    const file = join(this.run.dataFolder, `${name}.jsonl`)
    await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    return file
  }

  /** Kills a process as the kernel would, and starts it again at once. */
  async kill(victim: Victim): Promise<void> {
    await killed(this.processOf(victim))
  }

  /** Waits until hub, divisions and their databases answer again. */
  async untilReady(): Promise<void> {
    const { gatewayUrl, divisionUrls } = this.run.addresses
    await untilWell([...divisions.map(({ name }) => `${divisionUrls[name]}/readyz`), `${gatewayUrl}/healthz`])
  }

  /** @throws HubError when no receipt comes */
  send(division: DivisionName, family: string, file: string): Promise<ImportReceipt> {
    const divisionUrl = this.run.addresses.divisionUrls[division]
    return importFile({ divisionUrl, family, file, key: this.importKeys[division], onProgress: () => undefined })
  }

  /** The database of a division, to look at what it holds. */
  connect(division: DivisionName): Promise<Connection> {
    const dbName = databaseName(readEnvironment().DATABASE_PREFIX, division)
    return mongoose.createConnection(this.database.uris[division], { dbName }).asPromise()
  }

  async stop(): Promise<void> {
    await this.run.stop()
    await rm(this.run.dataFolder, { recursive: true, force: true })
  }

  private processOf(victim: Victim): SupervisedProcess {
    const found = this.run.processes.find(({ name }) => name === victim)
    if (found === undefined) throw new Error(`no process ${victim}`)
    return found
  }
}

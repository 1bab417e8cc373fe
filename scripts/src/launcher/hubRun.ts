import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { DatabaseServer } from '../database/databaseServer.ts'
import { openDatabase } from '../database/openDatabase.ts'
import { assertWritable } from '../dataFolder/assertWritable.ts'
import { hubKeys } from '../dataFolder/hubKeys.ts'
import { type DataFolderLock, lockDataFolder } from '../dataFolder/lockDataFolder.ts'
import type { HubEnvironment } from '../environment.ts'
import { processLogTail } from '../processes/processLog.ts'
import { type ProcessExit, type ProcessPlan, SupervisedProcess } from '../processes/supervisedProcess.ts'
import { assertPortsFree } from './assertPortsFree.ts'
import { composeHub } from './composeHub.ts'
import { type HubAddresses, hubAddresses } from './hubAddresses.ts'
import { divisionPlans, gatewayPlan } from './processPlans.ts'
import type { ProgressLines } from './progressLines.ts'
import { StopOrder, type Stoppable } from './stopOrder.ts'
import { untilReady } from './untilReady.ts'

const readyMillis = 60_000
/** How long the processes of a killed launcher may take to give up their ports. */
const handOverMillis = 20_000

export interface HubRunOptions {
  readonly port: number
  readonly dataFolder: string
  readonly environment: HubEnvironment
  readonly progress: ProgressLines
  /** Whether the receiving platform of the demo is to run beside it; its port has to be free, too. */
  readonly partner?: boolean
}

export interface Supergraph {
  readonly file: string
  readonly sdl: string
}

/** The processes of one hub, from the lock on its data folder to the last of them ready; and back. */
export class HubRun {
  readonly addresses: HubAddresses
  readonly dataFolder: string
  readonly #options: HubRunOptions
  readonly #started = new StopOrder()
  readonly #processes: SupervisedProcess[] = []
  #stopped: Promise<void> | undefined

  constructor(options: HubRunOptions) {
    this.#options = options
    this.addresses = hubAddresses(options.port)
    this.dataFolder = resolve(options.dataFolder)
  }

  get processes(): readonly SupervisedProcess[] {
    return this.#processes
  }

  /** @throws HubError HUB_DATA_FOLDER_UNUSABLE, HUB_DATA_FOLDER_IN_USE, HUB_PORT_IN_USE */
  async claim(): Promise<void> {
    await assertWritable(this.dataFolder)
    const lock = await lockDataFolder(this.dataFolder, this.#options.port)
    this.#started.add({ stop: () => lock.release() })
    await this.#assertPortsFree(lock)
  }

  #assertPortsFree({ tookOver }: DataFolderLock): Promise<void> {
    const { gatewayPort, partnerPort, divisionPorts } = this.addresses
    const wanted = [
      { port: gatewayPort, purpose: 'gateway' },
      ...divisions.map(({ name }) => ({ port: divisionPorts[name], purpose: name })),
      ...(this.#options.partner ? [{ port: partnerPort, purpose: 'partner, --no-partner' }] : []),
    ]
    return assertPortsFree(wanted, tookOver ? handOverMillis : 0)
  }

  /** Finds, starts and checks the database. */
  openDatabase(): Promise<DatabaseServer> {
    return openDatabase({
      environment: this.#options.environment,
      dataFolder: this.dataFolder,
      onExit: (exit) => this.#report(exit),
      onStart: (program) => this.#add(program),
    })
  }

  /**
   * Composes the supergraph with the addresses of this hub into its data folder.
   * @throws HubError HUB_COMPOSITION_FAILED
   */
  async composeSupergraph(): Promise<Supergraph> {
    const { supergraphSdl: sdl } = composeHub(this.addresses)
    const file = join(this.dataFolder, 'supergraph.graphql')
    await writeFile(file, sdl)
    return { file, sdl }
  }

  /**
   * Starts divisions and gateway side by side and waits for them. A division that does not come up is left to be
   * tried again: the hub answers without it.
   * @returns names of the divisions that are ready
   * @throws HubError HUB_PROCESS_FAILED when the gateway or all divisions fail
   */
  async startProcesses({ uris, hubUri }: DatabaseServer, supergraph: Supergraph): Promise<DivisionName[]> {
    const { addresses, dataFolder } = this
    const { DATABASE_PREFIX: databasePrefix, DIVISION_HEAP_MB: heapMegabytes } = this.#options.environment
    const keys = await hubKeys(dataFolder)
    const plans = divisionPlans({ addresses, dataFolder, uris, databasePrefix, keys, heapMegabytes })
    const divisionProcesses = plans.map((plan) => this.#supervise(plan))
    this.#add(...divisionProcesses)
    const gateway = this.#supervise(
      gatewayPlan({ addresses, dataFolder, supergraphFile: supergraph.file, hubUri, databasePrefix, keys }),
    )
    this.#add(gateway)
    for (const process of [...divisionProcesses, gateway]) process.start()
    const [gatewayReady, divisionsReady] = await Promise.all([
      untilReady(gateway, `${addresses.gatewayUrl}/healthz`, readyMillis),
      Promise.all(divisions.map(({ name }, index) => this.#divisionReady(name, divisionProcesses[index]))),
    ])
    if (!gatewayReady) throw processFailed(gateway)
    const ready = divisions.filter((_, index) => divisionsReady[index]).map(({ name }) => name)
    const [firstDivision] = divisionProcesses
    if (ready.length === 0 && firstDivision !== undefined) throw processFailed(firstDivision)
    return ready
  }

  /** Has something stopped before the processes that are running now. */
  attach(stoppable: Stoppable): void {
    this.#started.add(stoppable)
  }

  #divisionReady(name: DivisionName, process: SupervisedProcess | undefined): Promise<boolean> {
    return process === undefined
      ? Promise.resolve(false)
      : untilReady(process, `${this.addresses.divisionUrls[name]}/readyz`, readyMillis)
  }

  #supervise(plan: ProcessPlan): SupervisedProcess {
    return new SupervisedProcess(plan, (exit) => this.#report(exit))
  }

  #add(...processes: readonly SupervisedProcess[]): void {
    this.#started.add(...processes)
    this.#processes.push(...processes)
  }

  #report({ name, code, signal, restartInMillis }: ProcessExit): void {
    const log = join(this.dataFolder, 'logs', `${name}.log`)
    const how = signal ?? `code ${code}`
    const again = `${restartInMillis / 1000} s`
    this.#options.progress.line(
      `! ${name} 已退出，${again} 后重启 / ended (${how}), starting again in ${again}; log: ${log}`,
    )
  }

  /** Gateway first, so that it answers what it has begun; then the divisions; then the database; the lock last. */
  stop(): Promise<void> {
    for (const process of this.#processes) process.letGo()
    this.#stopped ??= this.#started.stopAll()
    return this.#stopped
  }

  /** For those who can't wait. The database is still asked to close by itself, which its keeper sees to. */
  hurry(): void {
    for (const process of this.#processes) if (process.name !== 'database') process.kill()
  }
}

function processFailed({ plan }: SupervisedProcess): HubError {
  const lines = processLogTail(plan.logFile).map((line) => `  ${line}`)
  const message = [`${plan.name} 未能启动 / did not start:`, ...lines, `  log: ${plan.logFile}`].join('\n')
  return new HubError('HUB_PROCESS_FAILED', message)
}

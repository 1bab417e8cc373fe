import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { type HubKeys, hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { openDemoPartner } from '@hub/scripts/demo/demoPartner'
import { loadDemo } from '@hub/scripts/demo/loadDemo'
import { readEnvironment } from '@hub/scripts/environment'
import { HubRun } from '@hub/scripts/launcher/hubRun'
import { divisionPlans, gatewayPlan } from '@hub/scripts/launcher/processPlans'
import { ProgressLines } from '@hub/scripts/launcher/progressLines'
import { untilReady } from '@hub/scripts/launcher/untilReady'
import { type ProcessPlan, SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import { DivisionProcess } from '../../resilience/divisionProcess.ts'

const READY_MILLIS = 120_000

/** Settings of the gateway beside those of `hub up`. */
export type SoakSettings = Readonly<Record<string, string>>

/**
 * A whole hub as `hub up` starts it, demo data and receiving platform included; but between the gateway and each division
 * stands a process that can fall ill.
 */
export class SoakHub {
  private constructor(
    private readonly run: HubRun,
    readonly sdl: string,
    readonly keys: HubKeys,
    private readonly processes: readonly SupervisedProcess[],
    private readonly ways: ReadonlyMap<DivisionName, DivisionProcess>,
  ) {}

  static async start(port: number, enterprises: number, settings: SoakSettings): Promise<SoakHub> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hub-soak-'))
    const environment = readEnvironment()
    const run = new HubRun({ port, dataFolder, environment, progress: new ProgressLines({ write: () => true }) })
    await run.claim()
    const { uris, hubUri } = await run.openDatabase()
    const supergraph = await run.composeSupergraph()
    const keys = await hubKeys(dataFolder)
    const { addresses } = run
    const { DATABASE_PREFIX: databasePrefix, DIVISION_HEAP_MB: heapMegabytes } = environment
    const common = { addresses, dataFolder, databasePrefix, keys }
    const ways = new Map<DivisionName, DivisionProcess>()
    for (const { name } of divisions) {
      const way = new DivisionProcess(`${addresses.divisionUrls[name]}/graphql`)
      await way.start()
      run.attach({ stop: () => way.kill() })
      ways.set(name, way)
    }
    const through = divisions.map(({ name, enumValue }) => [`${enumValue}_URL`, ways.get(name)?.url ?? ''])
    const gateway = gatewayPlan({ ...common, supergraphFile: supergraph.file, hubUri })
    const processes = [
      ...divisionPlans({ ...common, uris, heapMegabytes }),
      withSettings(gateway, { ...Object.fromEntries(through), LOG_LEVEL: 'error', ...settings }),
    ].map((plan) => new SupervisedProcess(plan, ({ name, code }) => console.log(`! ${name} ended with ${code}`)))
    for (const process of processes) {
      run.attach(process)
      process.start()
      const url =
        process.name === 'gateway' ? addresses.gatewayUrl : addresses.divisionUrls[process.name as DivisionName]
      if (!(await untilReady(process, `${url}/healthz`, READY_MILLIS))) throw new Error(`${process.name} is not ready`)
    }
    const load = { enterprises, seed: 1, dataFolder, divisionUrls: addresses.divisionUrls, importKeys: keys.import }
    await loadDemo({ ...load, onProgress: () => undefined })
    run.attach(await openDemoPartner({ addresses, dataFolder, port: addresses.partnerPort }))
    return new SoakHub(run, supergraph.sdl, keys, processes, ways)
  }

  get origin(): string {
    return this.run.addresses.gatewayUrl
  }

  /** Process ids of gateway and divisions, by name. */
  get pids(): ReadonlyMap<string, number> {
    return new Map(this.processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const])))
  }

  /** What stands between the gateway and a division. */
  way(name: DivisionName): DivisionProcess {
    const way = this.ways.get(name)
    if (way === undefined) throw new Error(`no division ${name}`)
    return way
  }

  /** Keeps the end of the gateway's log beside the figures. */
  async keepLog(file: string): Promise<void> {
    await writeFile(file, (await readFile(join(this.run.dataFolder, 'logs', 'gateway.log'))).subarray(-200_000))
  }

  async stop(): Promise<void> {
    await this.run.stop()
    await rm(this.run.dataFolder, { recursive: true, force: true })
  }
}

function withSettings(plan: ProcessPlan, settings: SoakSettings): ProcessPlan {
  return { ...plan, environment: { ...plan.environment, ...settings } }
}

import type { DatabaseServer } from '../database/databaseServer.ts'
import { hubKeys } from '../dataFolder/hubKeys.ts'
import { type DemoPartner, openDemoPartner } from '../demo/demoPartner.ts'
import { isProduction, readEnvironment } from '../environment.ts'
import { importFileSize } from '../imports/importFile.ts'
import { assertSettings } from '../launcher/assertSettings.ts'
import { HubRun, type Supergraph } from '../launcher/hubRun.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { recordCounts } from '../launcher/recordCounts.ts'
import { restartOnChange } from '../launcher/restartOnChange.ts'
import { type StartupSummary, startupTable } from '../launcher/startupTable.ts'
import { stopSignals } from '../launcher/stopSignals.ts'
import { loadDemoWithProgress } from './demoCommand.ts'
import { importWithProgress } from './importCommand.ts'

export interface UpOptions {
  readonly port: number
  readonly data: string
  /** Load no demo data. */
  readonly empty: boolean
  /** How many enterprises to invent for a store that has nothing in it. */
  readonly demo: number
  /** A registry file to import once the hub runs. */
  readonly registry?: string
  /** Open the receiving platform of the demo. */
  readonly partner: boolean
  /** Rebuild and restart what changes. */
  readonly watch: boolean
}

interface StartedHub {
  readonly database: DatabaseServer
  readonly supergraph: Supergraph
  readonly ready: readonly string[]
}

async function startHub(run: HubRun, progress: ProgressLines): Promise<StartedHub> {
  await run.claim()
  const database = await progress.step(
    '数据库 database',
    () => run.openDatabase(),
    ({ description }) => description,
  )
  const supergraph = await progress.step('合成图 supergraph', () => run.composeSupergraph())
  const ready = await progress.step(
    '处室与网关 divisions and gateway',
    () => run.startProcesses(database, supergraph),
    (names) => names.join(', '),
  )
  return { database, supergraph, ready }
}

/** What is in the hub, and the receipts of the demo data where this start has loaded it. */
type Filled = Pick<StartupSummary, 'counts' | 'receipts'>

async function fillHub(run: HubRun, sdl: string, options: UpOptions, progress: ProgressLines): Promise<Filled> {
  const { addresses, dataFolder } = run
  const importKeys = (await hubKeys(dataFolder)).import
  const before = await recordCounts(addresses.gatewayUrl, sdl)
  // A list that can't be counted may well hold records: only what is known to be empty is filled.
  const isEmpty = before.every(({ total }) => total === 0)
  const demo = { addresses, importKeys, dataFolder, enterprises: options.demo }
  const isWanted = isEmpty && !options.empty && options.demo > 0
  const receipts = isWanted ? await loadDemoWithProgress(demo, progress) : []
  if (options.registry !== undefined) {
    const divisionUrl = addresses.divisionUrls['market-order']
    const key = importKeys['market-order']
    const target = { divisionUrl, division: 'market-order', family: 'registry', file: options.registry, key }
    await importWithProgress(target, progress)
  }
  return { receipts, counts: await recordCounts(addresses.gatewayUrl, sdl) }
}

function hasPartner({ partner, empty }: UpOptions): boolean {
  return partner && !empty && !isProduction()
}

/** The demo runs without its partner rather than not at all. */
async function startPartner(
  run: HubRun,
  options: UpOptions,
  progress: ProgressLines,
): Promise<DemoPartner | undefined> {
  if (!hasPartner(options)) return undefined
  const { addresses, dataFolder } = run
  try {
    const started = await openDemoPartner({ addresses, dataFolder, port: addresses.partnerPort })
    run.attach(started)
    return started
  } catch (error) {
    progress.line(`! 接收平台未启动 the partner did not start: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

async function showArrival(partner: DemoPartner, port: number, progress: ProgressLines): Promise<void> {
  progress.line('')
  progress.line(`接收平台 partner  ${partner.url}/    协议 agreement: npx hub exchange list --port ${port}`)
  const arrived = await partner.arrival()
  progress.line(
    arrived === undefined
      ? '  尚未收到变更 no event has arrived yet'
      : `  已收到 ${arrived.events} 条变更 events received; 第一条 the first: ${arrived.first}`,
  )
}

async function startAndShow(run: HubRun, options: UpOptions, progress: ProgressLines): Promise<void> {
  const { database, supergraph, ready } = await startHub(run, progress)
  const partner = await startPartner(run, options, progress)
  const filled = await fillHub(run, supergraph.sdl, options, progress)
  const { addresses, dataFolder } = run
  for (const line of startupTable({ addresses, dataFolder, database, ready, ...filled })) progress.line(line)
  if (partner !== undefined) await showArrival(partner, options.port, progress)
  if (options.watch) restartOnChange(run, progress)
}

/** `hub up`: starts everything, and stops everything in order when told to. */
export async function upCommand(options: UpOptions, progress: ProgressLines): Promise<void> {
  assertSettings()
  // Better said now than when everything else has been started.
  if (options.registry !== undefined) await importFileSize(options.registry)
  const { port, data: dataFolder } = options
  const run = new HubRun({ port, dataFolder, environment: readEnvironment(), progress, partner: hasPartner(options) })
  const signals = stopSignals()
  signals.onFurther(() => run.hurry())
  try {
    await Promise.race([startAndShow(run, options, progress), signals.first])
    await signals.first
  } finally {
    // A start that was refused has nothing to stop but its claim on the folder: no success to be told.
    if (run.processes.length === 0) await run.stop()
    else await progress.step('停止 stopping', () => run.stop())
  }
}

import { join } from 'node:path'
import { divisions } from '@hub/schema/divisions/divisions'
import type { DatabaseServer } from '@hub/scripts/database/databaseServer'
import type { HubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { readEnvironment } from '@hub/scripts/environment'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import type { HubRun, Supergraph } from '@hub/scripts/launcher/hubRun'
import { divisionPlans, gatewayPlan } from '@hub/scripts/launcher/processPlans'
import { repositoryFolder } from '@hub/scripts/launcher/repository'
import { SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import { freePorts } from '../e2e/launcher/freePorts.ts'
import { untilWell } from './untilWell.ts'

/** What a further process of a hub is started from. */
export interface FurtherParts {
  readonly run: HubRun
  readonly database: DatabaseServer
  readonly supergraph: Supergraph
  readonly keys: HubKeys
}

/** A process beside those of the launcher. */
export interface FurtherProcess {
  readonly process: SupervisedProcess
  readonly url: string
}

/** A second gateway on the same database and the same divisions. */
export async function secondGateway({ run, database, supergraph, keys }: FurtherParts): Promise<FurtherProcess> {
  const { dataFolder } = run
  const { gatewayPort, gatewayUrl } = hubAddresses(await freePorts())
  const addresses = { ...run.addresses, gatewayPort, gatewayUrl }
  const { DATABASE_PREFIX: databasePrefix } = readEnvironment()
  const hub = { supergraphFile: supergraph.file, hubUri: database.hubUri, databasePrefix, keys }
  const plan = { ...gatewayPlan({ addresses, dataFolder, ...hub }), name: 'gateway-2' }
  return started(plan, dataFolder, gatewayUrl, '/healthz')
}

/** A second process of trade on the same database: nobody asks it, and it numbers events when it holds the relay's lease. */
export async function secondTrade({ run, database, keys }: FurtherParts): Promise<FurtherProcess> {
  const { dataFolder } = run
  const { gatewayPort: port, gatewayUrl: url } = hubAddresses(await freePorts())
  const { DATABASE_PREFIX: databasePrefix, DIVISION_HEAP_MB: heapMegabytes } = readEnvironment()
  const addresses = { ...run.addresses, divisionPorts: { ...run.addresses.divisionPorts, trade: port } }
  const plans = divisionPlans({ addresses, dataFolder, uris: database.uris, databasePrefix, keys, heapMegabytes })
  const plan = plans[divisions.findIndex(({ name }) => name === 'trade')]
  if (plan === undefined) throw new Error('no trade')
  return started({ ...plan, name: 'trade-2' }, dataFolder, url, '/readyz')
}

/** The receiving platform, `hub partner`, as a process. */
export function partnerProcess({ addresses, dataFolder }: HubRun): Promise<FurtherProcess> {
  const { partnerPort: port } = addresses
  const plan = {
    name: 'partner',
    module: join(repositoryFolder, 'scripts', 'dist', 'main.js'),
    arguments: ['partner', '--port', String(port), '--data', dataFolder],
    stopMillis: 15_000,
  }
  return started(plan, dataFolder, `http://127.0.0.1:${port}`, '/readyz')
}

type Plan = Omit<ConstructorParameters<typeof SupervisedProcess>[0], 'logFile'>

async function started(plan: Plan, dataFolder: string, url: string, path: string): Promise<FurtherProcess> {
  const logFile = join(dataFolder, 'logs', `${plan.name}.log`)
  const process = new SupervisedProcess({ ...plan, logFile }, () => undefined)
  process.start()
  await untilWell([`${url}${path}`])
  return { process, url }
}

import { join } from 'node:path'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { demoIssuerJwks } from '../access/demoToken.ts'
import { databaseName } from '../database/databaseName.ts'
import type { HubKeys } from '../dataFolder/hubKeys.ts'
import { isProduction, needsDataKeys, needsExchangeKeys } from '../environment.ts'
import { evidenceFolder } from '../evidence/evidenceFolder.ts'
import type { ProcessPlan } from '../processes/supervisedProcess.ts'
import type { HubAddresses } from './hubAddresses.ts'
import { repositoryFolder } from './repository.ts'

/** Longer than the longest call a division serves, so that what it writes is finished. */
const divisionStopMillis = 15_000
/**
 * The rows of a chunk live until it is written. In V8's usual 16 MB they are taken for lasting before that, and their
 * garbage waits in the old generation, which it collects the later the more it is allowed.
 */
const youngMegabytes = 32
/** Longer than a client's deadline: the gateway answers what it has begun. */
const gatewayStopMillis = 35_000

export interface DivisionPlanInput {
  readonly addresses: HubAddresses
  readonly dataFolder: string
  readonly uris: Readonly<Record<DivisionName, string>>
  readonly databasePrefix: string
  readonly keys: HubKeys
  readonly heapMegabytes: number
}

/** How each division is started: what it is told by environment variables, and where its log goes. */
export function divisionPlans(input: DivisionPlanInput): ProcessPlan[] {
  const { addresses, dataFolder, uris, databasePrefix, keys, heapMegabytes } = input
  return divisions.map(({ name }) => ({
    name,
    module: join(repositoryFolder, 'subgraphs', name, 'dist', 'main.js'),
    nodeOptions: [`--max-old-space-size=${heapMegabytes}`, `--max-semi-space-size=${youngMegabytes}`],
    environment: {
      HOST: '127.0.0.1',
      PORT: String(addresses.divisionPorts[name]),
      MONGODB_URI: uris[name],
      DATABASE_NAME: databaseName(databasePrefix, name),
      HUB_URL: `${addresses.gatewayUrl}/graphql`,
      HOP_KEYS: keys.hop[name],
      IMPORT_KEYS: keys.import[name],
      ...(needsDataKeys() ? { DATA_KEYS: keys.data, DATA_DIGEST_KEY: keys.dataDigest } : {}),
    },
    logFile: join(dataFolder, 'logs', `${name}.log`),
    stopMillis: divisionStopMillis,
  }))
}

export interface GatewayPlanInput {
  readonly addresses: HubAddresses
  readonly dataFolder: string
  readonly supergraphFile: string
  readonly hubUri: string
  readonly databasePrefix: string
  readonly keys: HubKeys
}

/** How the gateway is started. */
export function gatewayPlan(input: GatewayPlanInput): ProcessPlan {
  const { addresses, dataFolder, supergraphFile, hubUri, databasePrefix, keys } = input
  const divisionSettings = divisions.flatMap(({ name, enumValue }) => [
    [`${enumValue}_URL`, `${addresses.divisionUrls[name]}/graphql`],
    [`${enumValue}_HOP_KEYS`, keys.hop[name]],
  ])
  return {
    name: 'gateway',
    module: join(repositoryFolder, 'gateway', 'dist', 'main.js'),
    environment: {
      PORT: String(addresses.gatewayPort),
      SUPERGRAPH_FILE: supergraphFile,
      MONGODB_URI: hubUri,
      DATABASE_NAME: databaseName(databasePrefix, 'gateway'),
      EVIDENCE_FOLDER: evidenceFolder(dataFolder),
      EXCHANGE_FOLDER: join(dataFolder, 'exchange'),
      API_KEY_SECRET: keys.apiKeys,
      ...(needsExchangeKeys() ? { EXCHANGE_KEYS: keys.exchange } : {}),
      // The partner of the demo is on this machine.
      ...(isProduction() ? {} : { DELIVERY_ALLOWED_NETWORKS: '127.0.0.0/8' }),
      ...(isProduction() ? {} : { DEMO_ISSUER_JWKS: demoIssuerJwks(keys.issuer) }),
      ...Object.fromEntries(divisionSettings),
    },
    logFile: join(dataFolder, 'logs', 'gateway.log'),
    stopMillis: gatewayStopMillis,
  }
}

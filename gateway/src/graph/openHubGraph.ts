import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import type { Logger } from 'pino'
import type { HubDatabase } from '../database/openHubDatabase.ts'
import type { GatewayEnvironment } from '../environment.ts'
import { accessObserver } from '../evidence/access/accessObserver.ts'
import type { EvidenceLedger } from '../evidence/ledger/evidenceLedger.ts'
import type { ExchangeStores } from '../exchange/exchangeStores.ts'
import type { DivisionSource } from '../execution/divisions/divisionSource.ts'
import { InProcessDivision } from '../execution/divisions/inProcessDivision.ts'
import type { ExecutionObserver } from '../execution/executionObserver.ts'
import { type HubRooms, hubGraph } from './hubGraph.ts'

export interface HubGraphParts {
  /** Undefined where the hub runs without one: then its subgraph is out, and its fields are refused like a division's. */
  readonly database: HubDatabase | undefined
  /** Undefined where there is no database. */
  readonly exchange: ExchangeStores | undefined
  readonly changes: HubRooms['changes']
  readonly desks: NonNullable<HubRooms['reports']>['desks']
  /** Evidence of acts. */
  readonly ledger: EvidenceLedger | undefined
  readonly observer: ExecutionObserver
  readonly logger: Logger
}

/** The subgraphs that this process answers, by name. */
export function openHubGraph(
  { SUBGRAPH_DEADLINE_MS: callMillis, REPORTER_NAME, PUBLICITY_URL }: GatewayEnvironment,
  { database, exchange, changes, desks, ledger, observer, logger }: HubGraphParts,
): ReadonlyMap<string, DivisionSource> {
  if (database === undefined || exchange === undefined) return new Map()
  const onFault = (err: unknown): void => logger.error({ err }, 'a field of the hub failed')
  const schema = hubGraph({
    database,
    exchange,
    changes,
    reports: { desks, unit: { name: REPORTER_NAME, site: PUBLICITY_URL } },
    observe: accessObserver(ledger, logger),
  })
  return new Map([[HUB_SUBGRAPH, new InProcessDivision(HUB_SUBGRAPH, { schema, callMillis, observer, onFault })]])
}

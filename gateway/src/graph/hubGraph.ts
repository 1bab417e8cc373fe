import { guardedSchema } from '@hub/schema/access/guard/guardedSchema'
import { hubSdl } from '@hub/schema/composition/divisionSdl'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import { HubError } from '@hub/schema/errors/HubError'
import type { GraphQLSchema } from 'graphql'
import type { AccessObserver } from '../access/accessEvent.ts'
import { ConsentStore } from '../access/consent/consentStore.ts'
import { consentResolvers } from '../access/consent/graph/consentResolvers.ts'
import type { HubDatabase } from '../database/openHubDatabase.ts'
import { evidenceResolvers } from '../evidence/graph/evidenceResolvers.ts'
import { EvidenceStore } from '../evidence/ledger/evidenceStore.ts'
import type { ExchangeStores } from '../exchange/exchangeStores.ts'
import { changesResolvers } from '../exchange/feed/changesResolvers.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { fileResolvers } from '../exchange/files/graph/fileResolvers.ts'
import { exchangeResolvers } from '../exchange/graph/exchangeResolvers.ts'
import { type ReportSources, reportResolvers } from '../reports/reportResolvers.ts'
import { mergedResolvers } from './mergedResolvers.ts'

/** What the hub's own resolvers work with. */
export interface HubRooms {
  readonly database: HubDatabase
  readonly exchange: ExchangeStores
  /** What names changes; there is none before the graph is executed. */
  readonly changes: () => Pick<FeedReader, 'read'>
  /** What the hub asks the divisions themselves, and reports of its own work with. */
  readonly reports?: Pick<ReportSources, 'desks' | 'unit'>
  /** Keeps evidence of acts; without it none is done. */
  readonly observe?: AccessObserver
}

const withoutEvidence: AccessObserver = async () => {
  throw new HubError('HUB_EVIDENCE_UNAVAILABLE')
}

const withoutDesks: NonNullable<HubRooms['reports']> = {
  desks: () => {
    throw new HubError('HUB_DIVISION_UNAVAILABLE')
  },
  unit: { name: '', site: undefined },
}

/**
 * The subgraph that the hub itself answers: the SDL of `gateway/graphql/`, each room's resolvers on a line of its own.
 * @param sdl another SDL than that, for tests that change a level
 */
export function hubGraph(
  { database, exchange, changes, reports = withoutDesks, observe = withoutEvidence }: HubRooms,
  sdl: string = hubSdl(),
): GraphQLSchema {
  const resolvers = mergedResolvers(
    evidenceResolvers(new EvidenceStore(database.db)),
    exchangeResolvers(exchange),
    changesResolvers(changes, exchange.pulled),
    fileResolvers(exchange),
    reportResolvers({ ...reports, exchange }),
    consentResolvers({ store: new ConsentStore(database.db), observe, desks: reports.desks }),
    // A further room goes here.
  )
  return guardedSchema(HUB_SUBGRAPH, sdl, resolvers)
}

import { guardedSchema } from '@hub/schema/access/guard/guardedSchema'
import { hubSdl } from '@hub/schema/composition/divisionSdl'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import type { GraphQLSchema } from 'graphql'
import type { HubDatabase } from '../database/openHubDatabase.ts'
import { evidenceResolvers } from '../evidence/graph/evidenceResolvers.ts'
import { EvidenceStore } from '../evidence/ledger/evidenceStore.ts'
import type { ExchangeStores } from '../exchange/exchangeStores.ts'
import { changesResolvers } from '../exchange/feed/changesResolvers.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { fileResolvers } from '../exchange/files/graph/fileResolvers.ts'
import { exchangeResolvers } from '../exchange/graph/exchangeResolvers.ts'
import { mergedResolvers } from './mergedResolvers.ts'

/** What the hub's own resolvers work with. */
export interface HubRooms {
  readonly database: HubDatabase
  readonly exchange: ExchangeStores
  /** What names changes; there is none before the graph is executed. */
  readonly changes: () => Pick<FeedReader, 'read'>
}

/** The subgraph that the hub itself answers: the SDL of `gateway/graphql/`, each room's resolvers on a line of its own. */
export function hubGraph({ database, exchange, changes }: HubRooms): GraphQLSchema {
  const resolvers = mergedResolvers(
    evidenceResolvers(new EvidenceStore(database.db)),
    exchangeResolvers(exchange),
    changesResolvers(changes),
    fileResolvers(exchange),
    // A further room goes here.
  )
  return guardedSchema(HUB_SUBGRAPH, hubSdl(), resolvers)
}

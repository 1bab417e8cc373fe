import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { Desk } from '../desk/desk.ts'
import type { RecordLoaders } from '../loading/recordLoaders.ts'
import type { ReadDeadline } from '../query/readDeadline.ts'
import type { RecordReader } from '../query/recordReader.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import type { RecordStore } from '../store/recordStore.ts'

/** What every resolver of a division is handed for one request. */
export interface DivisionContext {
  /** Who asks, as the hub vouches for it. */
  caller: CallerClaims
  collections: DivisionCollections
  desk: Desk
  /** The request's time for the database. */
  deadline: ReadDeadline
  reader: RecordReader
  loaders: RecordLoaders
  store: RecordStore
}

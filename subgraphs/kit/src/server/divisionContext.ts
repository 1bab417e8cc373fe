import type { RecordLoaders } from '../loading/recordLoaders.ts'
import type { RecordReader } from '../query/recordReader.ts'
import type { RecordStore } from '../store/recordStore.ts'

/** What every resolver of a division is handed for one request. */
export interface DivisionContext {
  reader: RecordReader
  loaders: RecordLoaders
  store: RecordStore
}

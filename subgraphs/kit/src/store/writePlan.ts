import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { OutboxEvent } from './outboxEvent.ts'
import type { WriteOutcome } from './writeRequest.ts'

/** What is stored already about the records that a group of requests touches. */
export interface StoreState {
  /** Natural key -> recordId. */
  ownerByKey: ReadonlyMap<string, string>
  currentById: ReadonlyMap<string, StoredRecord>
  /** Record id -> digests of all that rows ever said of it; asked where a batch is sent again. */
  saidOf?: ReadonlyMap<string, ReadonlySet<string>>
}

/** Everything one transaction has to write; nothing in it is decided by the database. */
export interface WritePlan {
  outcomes: WriteOutcome[]
  newVersions: StoredRecord[]
  /** Stored versions that now end. */
  superseded: { recordId: string; version: number; at: Date }[]
  /** Last version of each record touched; `replaces` is the stored version it takes the place of, 0 for a new record. */
  current: { record: StoredRecord; replaces: number }[]
  newKeys: { key: string; recordId: string }[]
  /** Stored keys that their record gives up. */
  releasedKeys: { key: string; recordId: string }[]
  events: OutboxEvent[]
}

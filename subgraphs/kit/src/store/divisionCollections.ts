import type { Connection, mongo } from 'mongoose'
import type { RecordFamily } from '../family/recordFamily.ts'
import { type FamilyModels, familyModels } from './familyModels.ts'
import type { OutboxEvent } from './outboxEvent.ts'

/** Inserted once, never changed: whoever inserts it owns the natural key, until a wrong link is undone and it is deleted. */
export interface RecordKey {
  _id: string
  recordId: string
}

/** All collections that a division's records live in. */
export interface DivisionCollections {
  connection: Connection
  modelsOf: (family: RecordFamily) => FamilyModels
  keys: mongo.Collection<RecordKey>
  outbox: mongo.Collection<OutboxEvent>
}

/** Binds a division's families to its database. */
export function divisionCollections(connection: Connection, families: readonly RecordFamily[]): DivisionCollections {
  const models = new Map(families.map((family) => [family.name, familyModels(connection, family)]))
  return {
    connection,
    modelsOf: (family) => {
      const found = models.get(family.name)
      if (found === undefined) throw new Error(`Family ${family.name} is not kept by this division`)
      return found
    },
    keys: connection.collection('record_keys') as unknown as mongo.Collection<RecordKey>,
    outbox: connection.collection('outbox') as unknown as mongo.Collection<OutboxEvent>,
  }
}

/** Creates collections and indexes; a failed build is fatal, because reads would be slow and silently wrong. */
export async function buildIndexes(collections: DivisionCollections): Promise<void> {
  for (const model of Object.values(collections.connection.models)) {
    await model.createCollection()
    await model.createIndexes()
  }
  await collections.keys.createIndex({ recordId: 1 })
  await collections.outbox.createIndex({ sequence: 1, recordedAt: 1 })
  await collections.outbox.createIndex({ recordId: 1, version: 1 })
}

import type { Connection, mongo } from 'mongoose'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { Sealing } from '../sealing/sealing.ts'
import { type FamilyModels, familyModels } from './familyModels.ts'
import type { OutboxEvent } from './outboxEvent.ts'
import { RecordKeys } from './recordKeys.ts'

/** All collections that a division's records live in. */
export interface DivisionCollections {
  connection: Connection
  sealing: Sealing
  modelsOf: (family: RecordFamily) => FamilyModels
  keys: RecordKeys
  outbox: mongo.Collection<OutboxEvent>
}

/** Binds a division's families to its database. */
export function divisionCollections(
  connection: Connection,
  families: readonly RecordFamily[],
  sealing: Sealing,
): DivisionCollections {
  const models = new Map(families.map((family) => [family.name, familyModels(connection, family, sealing)]))
  return {
    connection,
    sealing,
    modelsOf: (family) => {
      const found = models.get(family.name)
      if (found === undefined) throw new Error(`Family ${family.name} is not kept by this division`)
      return found
    },
    keys: new RecordKeys(connection, sealing.digest),
    outbox: connection.collection('outbox') as unknown as mongo.Collection<OutboxEvent>,
  }
}

/** Creates collections and indexes; a failed build is fatal, because reads would be slow and silently wrong. */
export async function buildIndexes(collections: DivisionCollections): Promise<void> {
  for (const model of Object.values(collections.connection.models)) {
    await model.createCollection()
    await model.createIndexes()
  }
  await collections.keys.collection.createIndex({ recordId: 1 })
  await collections.outbox.createIndex({ sequence: 1, recordedAt: 1 })
  await collections.outbox.createIndex({ recordId: 1, version: 1 })
}

import mongoose, { type mongo } from 'mongoose'

/** The hub's own database: evidence of accesses, keys of services. */
export interface HubDatabase {
  readonly db: mongo.Db
  close(): Promise<void>
}

export interface HubDatabaseSettings {
  readonly MONGODB_URI: string | undefined
  readonly DATABASE_NAME: string
  readonly DATABASE_DEADLINE_MS: number
}

/**
 * The hub's database, with majority reads and journalled majority writes; it connects with the first operation, so that
 * the hub starts while the database is out. Undefined when the settings name none.
 */
export function openHubDatabase(settings: HubDatabaseSettings): HubDatabase | undefined {
  const { MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: millis } = settings
  if (uri === undefined) return undefined
  const client = new mongoose.mongo.MongoClient(uri, {
    serverSelectionTimeoutMS: millis,
    socketTimeoutMS: millis,
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', journal: true },
    ignoreUndefined: true,
  })
  return { db: client.db(name), close: () => client.close() }
}

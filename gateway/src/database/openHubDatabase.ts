import { setTimeout as pause } from 'node:timers/promises'
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

const AGAIN_MS = 500

/**
 * The hub's database, with majority reads and journalled majority writes; it connects beside everything else, so that the
 * hub starts while the database is out. Undefined when the settings name none.
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
  const closing = new AbortController()
  const connecting = keepConnecting(client, closing.signal)
  return {
    db: client.db(name),
    close: async () => {
      closing.abort()
      await client.close()
      await connecting
    },
  }
}

/** A driver whose first connection has failed stays closed: operations alone would never open it again. */
async function keepConnecting(client: mongo.MongoClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await client.connect()
      break
    } catch {
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  // It was closed while it was connecting.
  if (signal.aborted) await client.close()
}

import { HubError } from '@hub/schema/errors/HubError'
import mongoose, { type Connection } from 'mongoose'
import type { DivisionEnvironment } from './environment.ts'

/**
 * Opens the division's database: majority reads and journalled majority writes unless an operation says otherwise.
 * @throws HubError HUB_DATABASE_UNAVAILABLE when no primary answers in time
 */
export async function connectDatabase(environment: DivisionEnvironment): Promise<Connection> {
  const { MONGODB_URI, DATABASE_NAME, DATABASE_CONNECT_MS } = environment
  const connection = mongoose.createConnection(MONGODB_URI, {
    dbName: DATABASE_NAME,
    serverSelectionTimeoutMS: DATABASE_CONNECT_MS,
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', journal: true },
    ignoreUndefined: true,
    autoIndex: false,
    autoCreate: false,
  })
  try {
    return await connection.asPromise()
  } catch (error) {
    await connection.close().catch(() => undefined)
    throw new HubError('HUB_DATABASE_UNAVAILABLE', undefined, error instanceof Error ? { cause: error } : {})
  }
}

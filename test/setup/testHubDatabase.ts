import { type HubDatabase, openHubDatabase } from '@hub/gateway/database/openHubDatabase'
import { afterAll } from 'vitest'
import { testDatabase } from './testDatabase.ts'

/** Opens a test database as a hub does; closed before it is dropped. */
export function testHubDatabase(): HubDatabase {
  const { uri, name } = testDatabase()
  const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 })
  if (database === undefined) throw new Error('a hub with a connection string has a database')
  afterAll(() => database.close())
  return database
}

import { basename } from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, expect, inject } from 'vitest'

/** The server's connection string and a database name that no other test file uses. */
export interface TestDatabase {
  readonly uri: string
  readonly name: string
}

/** Short enough for the owner's name to be added to it, where a test has several databases. */
function ownName(): string {
  const file = basename(expect.getState().testPath ?? 'test').replace(/\.\w+$/, '')
  const unique = `${Date.now().toString(36)}${process.pid.toString(36)}`
  return `${file.replaceAll(/[^A-Za-z0-9]/g, '-').slice(0, 24)}-${unique}`
}

/** Takes a database for the calling test file; it is dropped when the file's tests have ended. */
export function testDatabase(): TestDatabase {
  const database = { uri: inject('mongodbUri'), name: ownName() }
  afterAll(async () => {
    const connection = await mongoose.createConnection(database.uri, { dbName: database.name }).asPromise()
    await connection.dropDatabase()
    await connection.close()
  })
  return database
}

/** Opens a connection to the test database as a division does; closed before the database is dropped. */
export async function connectTestDatabase({ uri, name }: TestDatabase): Promise<Connection> {
  const connection = await mongoose
    .createConnection(uri, {
      dbName: name,
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise()
  afterAll(() => connection.close())
  return connection
}

import { expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../setup/testDatabase.ts'
import { killAndSendAgain } from './killedImport.ts'

const ROWS = 2_000
/** In the midst of the batch, in different places of a chunk's life. */
const KILLED = [
  { afterRows: 250, afterMs: 0 },
  { afterRows: 1_000, afterMs: 30 },
]
const database = testDatabase()

test('a division killed in the middle of a batch has every row exactly once when the batch is sent again', async () => {
  const connection = await connectTestDatabase(database)
  for (const [index, killed] of KILLED.entries()) {
    const receipt = await killAndSendAgain({ ...database, rows: ROWS }, `K${index}`, killed)
    expect(receipt).toMatchObject({ submitted: ROWS, updated: 0, doubtful: 0, unlinked: 0 })
    const { created = 0, duplicate = 0 } = receipt ?? {}
    expect(created + duplicate).toBe(ROWS)
    expect(duplicate).toBeGreaterThanOrEqual(killed.afterRows)
    expect(created).toBeGreaterThan(0)
    for (const collection of ['subjects', 'subjects_versions', 'outbox']) {
      expect([collection, await connection.collection(collection).countDocuments()]).toEqual([collection, ROWS])
    }
    expect(await connection.collection('subjects').distinct('uscc')).toHaveLength(ROWS)
    // The next round begins with nothing.
    for (const collection of ['subjects', 'subjects_versions', 'outbox', 'record_keys']) {
      await connection.collection(collection).deleteMany({})
    }
  }
}, 240_000)

import { expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../setup/testDatabase.ts'
import { killAndSendAgain } from './killedImport.ts'

const ROWS = 3_000
/** Early, in the middle, and late in the import; the machine's mood moves them about. */
const KILLED_AFTER_MS = [40, 250, 700, 1_500]
const database = testDatabase()

test('a division killed in the middle of a batch has every row exactly once when the batch is sent again', async () => {
  const connection = await connectTestDatabase(database)
  for (const [index, afterMs] of KILLED_AFTER_MS.entries()) {
    const batchNo = `K${index}`
    const receipt = await killAndSendAgain({ ...database, rows: ROWS }, batchNo, afterMs)
    expect(receipt).toMatchObject({ submitted: ROWS, updated: 0, doubtful: 0, unlinked: 0 })
    expect((receipt?.created ?? 0) + (receipt?.duplicate ?? 0)).toBe(ROWS)
    for (const collection of ['subjects', 'subjects_versions', 'outbox']) {
      expect([collection, await connection.collection(collection).countDocuments()]).toEqual([collection, ROWS])
    }
    const distinct = await connection.collection('subjects').distinct('uscc')
    expect(distinct).toHaveLength(ROWS)
    // The next round begins with nothing.
    for (const collection of ['subjects', 'subjects_versions', 'outbox', 'record_keys']) {
      await connection.collection(collection).deleteMany({})
    }
  }
}, 240_000)

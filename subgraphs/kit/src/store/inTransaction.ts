import type { ClientSession, Connection } from 'mongoose'

/**
 * Runs work in one transaction, majority-written to the journal; transient failures run it again as a whole.
 * The session always ends here: an idle transaction would hold up every other writer.
 */
export async function inTransaction<Result>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const session = await connection.startSession()
  try {
    return await session.withTransaction(work, {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
    })
  } finally {
    await session.endSession()
  }
}

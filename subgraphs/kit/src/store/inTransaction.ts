import { setTimeout as pause } from 'node:timers/promises'
import type { ClientSession, Connection } from 'mongoose'

const ATTEMPTS = 5
const FIRST_PAUSE_MS = 10

/** Longer every time, and of another length for each: those who were in each other's way are not so again. */
const pauseMillis = (attempts: number): number => FIRST_PAUSE_MS * 2 ** (attempts - 2) * (0.5 + Math.random())

/**
 * Work that was rolled back time and again, though every error said that trying again may help: too much for one
 * transaction under the server's present load. Less of it at a time may succeed.
 */
export class TransactionGivenUp extends Error {}

/**
 * Runs work in one transaction, majority-written to the journal; transient failures run it again as a whole, a few times.
 * The session always ends here: an idle transaction would hold up every other writer.
 * @throws TransactionGivenUp when it never came through
 */
export async function inTransaction<Result>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const session = await connection.startSession()
  let attempts = 0
  try {
    // The driver by itself would try again for two minutes, as often as it can.
    return await session.withTransaction(
      async (current) => {
        attempts += 1
        if (attempts > ATTEMPTS) throw new TransactionGivenUp(`A transaction was rolled back ${ATTEMPTS} times`)
        // Of the next attempt the server hears nothing before its first command: the pause holds up nobody.
        if (attempts > 1) await pause(pauseMillis(attempts))
        return work(current)
      },
      {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
        readPreference: 'primary',
      },
    )
  } finally {
    await session.endSession()
  }
}

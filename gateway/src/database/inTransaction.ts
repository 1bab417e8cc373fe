import type { mongo } from 'mongoose'

/** What belongs to a transaction, where there is one. */
export interface Within {
  readonly session?: mongo.ClientSession
}

/** Writes that belong together: all of them or none, journalled once. The work may run several times. */
export function inTransaction<Result>(
  db: mongo.Db,
  work: (session: mongo.ClientSession) => Promise<Result>,
  options: mongo.TransactionOptions = {},
): Promise<Result> {
  return db.client.withSession((session) => session.withTransaction(work, options))
}

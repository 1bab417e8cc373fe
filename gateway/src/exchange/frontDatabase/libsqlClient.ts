import { createRequire } from 'node:module'
import type { Knex } from 'knex'

const load = createRequire(import.meta.url)

/** What of a connection of libsql is used here. */
interface Connection {
  readonly inTransaction: boolean
  exec(sql: string): void
}

interface Query {
  readonly sql: string
  response?: unknown
}

interface Dialect extends Knex.Client {
  _query(connection: Connection, query: Query): Promise<Query>
}

type DialectClass = Omit<typeof Knex.Client, never> & (new (config: Knex.Config) => Dialect)

const SqliteClient: DialectClass = load('knex/lib/dialects/better-sqlite3/index.js')

/** SQLite by libsql: it has the interface of better-sqlite3, and comes built, as a package. */
export class LibsqlClient extends SqliteClient {
  /** Called by knex when the first connection is made: whoever has no such database needs no such package. */
  _driver(): unknown {
    return load('libsql')
  }

  /**
   * Begins as a writer: two transactions that both read first would wait for each other. And by `exec`, as a prepared
   * statement that was told SQLITE_BUSY keeps its lock until the garbage collector comes.
   */
  override async _query(connection: Connection, query: Query): Promise<Query> {
    const { sql } = query
    if (!/^(BEGIN|COMMIT|ROLLBACK);?$/.test(sql)) return super._query(connection, query)
    connection.exec(sql === 'BEGIN;' ? 'BEGIN IMMEDIATE' : sql)
    query.response = []
    return query
  }

  /** A COMMIT that a reader held up leaves its transaction open, and knex takes it for ended. */
  override releaseConnection(connection: Connection): Promise<void> {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    return super.releaseConnection(connection)
  }
}

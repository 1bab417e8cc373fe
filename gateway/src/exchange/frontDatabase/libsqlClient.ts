import { createRequire } from 'node:module'
import type { Knex } from 'knex'

const load = createRequire(import.meta.url)

const SqliteClient: typeof Knex.Client = load('knex/lib/dialects/better-sqlite3/index.js')

/** SQLite by libsql: it has the interface of better-sqlite3, and comes built, as a package. */
export class LibsqlClient extends SqliteClient {
  /** Called by knex when the first connection is made: whoever has no such database needs no such package. */
  _driver(): unknown {
    return load('libsql')
  }
}

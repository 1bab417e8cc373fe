import { HubError } from '@hub/schema/errors/HubError'
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import knex, { type Knex } from 'knex'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import { frontColumns, isMysql, placeColumn, upsertUnlessLater } from './frontColumns.ts'
import { type FrontRow, rowEntry } from './frontRow.ts'
import type { FrontTable } from './frontTarget.ts'
import { LibsqlClient } from './libsqlClient.ts'

const TABLE = 'credit_records'
/** Rows read at once. */
const READ_ROWS = 5_000

/**
 * A file of SQLite is written by one at a time, others are told at once. Waiting in the driver would hold up the process,
 * and with it the writer that is waited for.
 */
const patience = retry(handleWhen(isBusy), { backoff: new ExponentialBackoff({ initialDelay: 5, maxDelay: 100 }) })

/** `credit_records` in a partner's SQL database: PostgreSQL, MySQL or a file of SQLite. */
export class SqlFront implements FrontTable {
  private readonly database: Knex
  private made: Promise<void> | undefined

  /** @throws HubError HUB_SETTINGS_INVALID for an address of another kind */
  constructor(
    url: string,
    private readonly millis: number,
  ) {
    this.database = knex({
      pool: { min: 0, max: 2 },
      ...clientOf(url, millis),
      useNullAsDefault: true,
      acquireConnectionTimeout: millis,
    })
  }

  write(rows: readonly FrontRow[]): Promise<void> {
    return this.inTurn((left) => this.writeOnce(rows, left))
  }

  async *standing(agreement: string): AsyncIterable<HeldEntry> {
    if (!(await this.inTurn(() => this.database.schema.hasTable(TABLE)))) return
    for (let after = ''; ; ) {
      const rows = await this.inTurn((left) => this.page(agreement, after, left))
      for (const row of rows) yield rowEntry({ ...row, version: Number(row.version) })
      const last = rows.at(-1)
      if (last === undefined || rows.length < READ_ROWS) return
      after = last.record_id
    }
  }

  close(): Promise<void> {
    return this.database.destroy()
  }

  /** @param act is told how long may be waited for it, in milliseconds */
  private inTurn<T>(act: (left: number) => PromiseLike<T>): Promise<T> {
    const end = Date.now() + this.millis
    return patience.execute(async () => act(Math.max(1, end - Date.now())), AbortSignal.timeout(this.millis))
  }

  private async writeOnce(rows: readonly FrontRow[], left: number): Promise<void> {
    this.made ??= this.makeTable()
    await this.made.catch((error) => {
      this.made = undefined
      throw error
    })
    // A prepared statement that was told SQLITE_BUSY keeps its lock: `LibsqlClient` begins and commits around it.
    if (isSqlite(this.database)) await this.database.transaction((within) => upsertUnlessLater(within, TABLE, rows))
    else await upsertUnlessLater(this.database, TABLE, rows).timeout(left, { cancel: true })
  }

  private async page(agreement: string, after: string, left: number) {
    const rows = this.database<FrontRow>(TABLE)
      .select('record_id', 'version', 'family', 'subject_id')
      .where('agreement', agreement)
      .andWhere('withdrawn', false)
      .andWhere('record_id', '>', after)
      .orderBy('record_id')
      .limit(READ_ROWS)
    return isSqlite(this.database) ? rows : rows.timeout(left, { cancel: true })
  }

  private async makeTable(): Promise<void> {
    const isThere = (): Promise<boolean> => this.database.schema.hasTable(TABLE)
    // Not every database says of a table that is not there that it lacks a column.
    const isWhole = async (): Promise<boolean> =>
      (await isThere()) && (await this.database.schema.hasColumn(TABLE, 'place'))
    if (await isWhole()) return
    const isOld = await isThere()
    await this.database
      .transaction(({ schema: within }) =>
        isOld
          ? within.alterTable(TABLE, placeColumn)
          : within.createTable(TABLE, (table) => frontColumns(table, isMysql(this.database))),
      )
      .catch(async (error) => {
        // Another hub has made it in between.
        if (!(await isWhole())) throw error
      })
  }
}

const isSqlite = (database: Knex): boolean => database.client.config.client === LibsqlClient

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
}

/**
 * What knex is told of an address. What the hub waits for no longer, the server ends too, also where the hub cannot tell it
 * so: no lock of a writer that stands still keeps the next one waiting.
 */
function clientOf(url: string, millis: number): Knex.Config {
  const { protocol, pathname } = new URL(url)
  if (protocol === 'postgres:' || protocol === 'postgresql:') {
    const limits = { statement_timeout: millis, lock_timeout: millis, idle_in_transaction_session_timeout: millis }
    return { client: 'pg', connection: { connectionString: url, connectionTimeoutMillis: millis, ...limits } }
  }
  if (protocol === 'mysql:')
    return { client: 'mysql2', connection: url, pool: { min: 0, max: 2, afterCreate: limitLocks(millis) } }
  const connection = { filename: decodeURIComponent(pathname) }
  if (protocol === 'sqlite:') return { client: LibsqlClient, connection, pool: { min: 0, max: 1 } }
  throw new HubError('HUB_SETTINGS_INVALID', `FRONT_DATABASES: ${protocol}`)
}

interface MysqlConnection {
  query(sql: string, done: (error: Error | null) => void): void
}

function limitLocks(millis: number) {
  const seconds = Math.ceil(millis / 1_000)
  const sql = `set session innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}`
  return (connection: MysqlConnection, done: (error: Error | null, connection: MysqlConnection) => void): void =>
    connection.query(sql, (error) => done(error, connection))
}

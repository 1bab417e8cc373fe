import { HubError } from '@hub/schema/errors/HubError'
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import knex, { type Knex } from 'knex'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
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
      ...clientOf(url),
      useNullAsDefault: true,
      acquireConnectionTimeout: millis,
    })
  }

  write(rows: readonly FrontRow[]): Promise<void> {
    return this.inTurn(() => this.writeOnce(rows))
  }

  async *standing(agreement: string): AsyncIterable<HeldEntry> {
    if (!(await this.inTurn(() => this.database.schema.hasTable(TABLE)))) return
    for (let after = ''; ; ) {
      const rows = await this.inTurn(() => this.page(agreement, after))
      for (const row of rows) yield rowEntry({ ...row, version: Number(row.version) })
      const last = rows.at(-1)
      if (last === undefined || rows.length < READ_ROWS) return
      after = last.record_id
    }
  }

  close(): Promise<void> {
    return this.database.destroy()
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    return patience.execute(act, AbortSignal.timeout(this.millis))
  }

  private async writeOnce(rows: readonly FrontRow[]): Promise<void> {
    this.made ??= this.makeTable()
    await this.made.catch((error) => {
      this.made = undefined
      throw error
    })
    await this.database.transaction(async (transaction) => {
      const newer = await this.newerThan(rows, transaction)
      const fresh = rows.filter(({ record_id }) => !newer.has(record_id))
      if (fresh.length > 0)
        await transaction(TABLE)
          .insert([...fresh])
          .onConflict(['agreement', 'record_id'])
          .merge()
    })
  }

  private async page(agreement: string, after: string): Promise<StandingRow[]> {
    return this.database(TABLE)
      .select('record_id', 'version', 'family', 'subject_id')
      .where({ agreement, withdrawn: false })
      .andWhere('record_id', '>', after)
      .orderBy('record_id')
      .limit(READ_ROWS)
  }

  /** Records of which the table has a newer version already. */
  private async newerThan(rows: readonly FrontRow[], transaction: Knex.Transaction): Promise<ReadonlySet<string>> {
    const [{ agreement } = { agreement: '' }] = rows
    const ids = rows.map(({ record_id }) => record_id)
    const found: Pick<FrontRow, 'record_id' | 'version'>[] = await transaction(TABLE)
      .select('record_id', 'version')
      .where({ agreement })
      .whereIn('record_id', ids)
      .forUpdate()
    const versions = new Map(found.map(({ record_id, version }) => [record_id, Number(version)]))
    const newer = rows.filter(({ record_id, version }) => (versions.get(record_id) ?? 0) > version)
    return new Set(newer.map(({ record_id }) => record_id))
  }

  private async makeTable(): Promise<void> {
    if (await this.database.schema.hasTable(TABLE)) return
    await this.database
      .transaction((transaction) =>
        transaction.schema.createTable(TABLE, (table) => {
          table.string('agreement', 64).notNullable()
          table.string('record_id', 64).notNullable()
          table.string('subject_id', 64).notNullable().index()
          table.string('division', 40).notNullable()
          table.string('family', 60).notNullable().index()
          table.integer('version').notNullable()
          table.string('kind', 20).notNullable()
          table.boolean('withdrawn').notNullable()
          table.string('effective_on', 10)
          table.string('recorded_at', 30).notNullable()
          table.text('content', 'longtext')
          table.primary(['agreement', 'record_id'])
        }),
      )
      .catch(async (error) => {
        // Another hub has made it in between.
        if (!(await this.database.schema.hasTable(TABLE))) throw error
      })
  }
}

type StandingRow = Pick<FrontRow, 'record_id' | 'version' | 'family' | 'subject_id'>

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
}

/** What knex is told of an address. */
function clientOf(url: string): Knex.Config {
  const { protocol, pathname } = new URL(url)
  if (protocol === 'postgres:' || protocol === 'postgresql:') return { client: 'pg', connection: url }
  if (protocol === 'mysql:') return { client: 'mysql2', connection: url }
  const connection = { filename: decodeURIComponent(pathname) }
  if (protocol === 'sqlite:') return { client: LibsqlClient, connection, pool: { min: 0, max: 1 } }
  throw new HubError('HUB_SETTINGS_INVALID', `FRONT_DATABASES: ${protocol}`)
}

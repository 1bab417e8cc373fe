import type { Knex } from 'knex'
import type { FrontRow } from './frontRow.ts'

/** What decides which of two rows of a record is the later one, the first that differs; see `FrontTable.write`. */
const ORDER = ['version', 'place', 'withdrawn'] as const satisfies readonly (keyof FrontRow)[]
const OTHERS = ['subject_id', 'division', 'family', 'kind', 'effective_on', 'recorded_at', 'content'] as const

/** Whether it is MySQL, or MariaDB, which has its dialect. */
export function isMysql(database: Knex): boolean {
  return database.client.config.client === 'mysql2'
}

/** Columns of the table of a partner's SQL database. */
export function frontColumns(table: Knex.CreateTableBuilder, isMysql: boolean): void {
  // A server may have been set up for Latin letters.
  if (isMysql) table.charset('utf8mb4')
  table.string('agreement', 64).notNullable()
  table.string('record_id', 64).notNullable()
  table.string('subject_id', 64).notNullable().index()
  table.string('division', 40).notNullable()
  table.string('family', 60).notNullable().index()
  table.integer('version').notNullable()
  placeColumn(table)
  table.string('kind', 20).notNullable()
  table.boolean('withdrawn').notNullable()
  table.string('effective_on', 10)
  table.string('recorded_at', 30).notNullable()
  table.text('content', 'longtext')
  table.primary(['agreement', 'record_id'])
}

/** A column of its own, as tables made before have none. */
export function placeColumn(table: Knex.CreateTableBuilder): void {
  table.bigInteger('place').notNullable().defaultTo(0)
}

/**
 * Writes rows where the table has no later ones: one statement, in which the database compares and writes at once, so that
 * whatever holds it up undoes nothing that came after.
 */
export function upsertUnlessLater(database: Knex, table: string, rows: readonly FrontRow[]): Knex.QueryBuilder {
  const upsert = database(table)
    .insert([...rows])
    .onConflict(['agreement', 'record_id'])
  if (isMysql(database)) return upsert.merge(mysqlColumns(database))
  const ofTable = ORDER.map((column) => `${table}.${column}`)
  return upsert.merge().whereRaw(`(${ofTable}) <= (${ORDER.map((column) => `excluded.${column}`)})`)
}

/**
 * MySQL has no condition for all columns, and sets one after the other: those by which it is decided come last, the least
 * of them first, so that what has been set already does not change the answer.
 */
function mysqlColumns(database: Knex): Record<string, Knex.Raw> {
  const given = ORDER.map((column) => `values(${column})`)
  const columns = [...OTHERS, ...ORDER.toReversed()]
  return Object.fromEntries(
    columns.map((column) => [column, database.raw(`if((${ORDER}) <= (${given}), values(${column}), ${column})`)]),
  )
}

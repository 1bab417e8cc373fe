import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { LeakPartner } from './deliveryScene.ts'
import type { Sight } from './judgeSight.ts'
import { seenInEvents } from './toldSights.ts'

type CloudEvents = Parameters<typeof seenInEvents>[0]

/** What a partner holds by every way that it is reached. */
export async function deliverySights(partner: LeakPartner, after: DeliveryMarks = { lines: 0, bodies: 0 }) {
  const lines = (await readFile(partner.platform.file, 'utf8')).split('\n').filter((line) => line !== '')
  const bodies = partner.gateway.bodies.slice(after.bodies)
  const fresh = lines.slice(after.lines)
  const pushed = fresh.map((line) => (JSON.parse(line) as { event: CloudEvents[number] }).event)
  const posted = bodies.flatMap((body) => (JSON.parse(body) as { events: CloudEvents }).events)
  const sights: readonly Sight[] = [
    { channel: 'push', changes: seenInEvents(pushed), bytes: fresh.join('\n') },
    { channel: 'government gateway', changes: seenInEvents(posted), bytes: bodies.join('\n') },
    rowsSight('front SQL', sqlRows(partner.sqlFile)),
    rowsSight('front MongoDB', await partner.collection.find<FrontRow>({}).toArray()),
  ]
  return { sights, marks: { lines: lines.length, bodies: partner.gateway.bodies.length } }
}

/** How much of what comes one after the other has been looked at. */
export interface DeliveryMarks {
  readonly lines: number
  readonly bodies: number
}

interface FrontRow {
  readonly record_id?: unknown
  readonly content?: unknown
}

/** Every column of every row. */
function rowsSight(channel: string, rows: readonly FrontRow[]): Sight {
  const changes = rows.map(({ record_id, content }) => ({
    recordId: String(record_id),
    record: typeof content === 'string' ? (JSON.parse(content) as Record<string, unknown>) : null,
  }))
  return { channel, changes, bytes: JSON.stringify(rows) }
}

function sqlRows(file: string): FrontRow[] {
  const Database = createRequire(import.meta.url)('libsql') as new (
    path: string,
  ) => { prepare(sql: string): { all(): FrontRow[] }; close(): void }
  const database = new Database(file)
  try {
    return database.prepare('SELECT * FROM credit_records').all()
  } finally {
    database.close()
  }
}

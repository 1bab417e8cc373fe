import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportReceipt } from '@hub/scripts/imports/importReceipt'
import type { Connection } from 'mongoose'
import type { CrashedHub, Victim } from './crashedHub.ts'
import type { CrashKind } from './crashKinds.ts'

const SENDINGS = 10
const RELAY_MILLIS = 30_000
const WAITING_MILLIS = 180_000

export interface CrashPlan {
  readonly run: number
  readonly kind: CrashKind
  readonly victim: Victim
  readonly rows: number
  /** From the beginning of the import to the kill. */
  readonly afterMillis: number
}

export interface CrashResult {
  /** Whether the import had its receipt in spite of the kill. */
  readonly survived: boolean
  readonly receipt: ImportReceipt
  /** What is wrong; nothing, it is hoped. */
  readonly faults: readonly string[]
}

async function sentAgain(hub: CrashedHub, { division, family }: CrashKind, file: string): Promise<ImportReceipt> {
  for (let sending = 1; ; sending += 1) {
    await hub.untilReady()
    try {
      return await hub.send(division, family, file)
    } catch (error) {
      if (sending === SENDINGS) throw error
      await pause(500)
    }
  }
}

function receiptFaults(receipt: ImportReceipt, rows: number): string[] {
  const { submitted, created, updated, doubtful, unlinked, duplicate } = receipt
  const sum = created + updated + doubtful + unlinked + duplicate
  const faults = submitted === rows && sum === rows ? [] : [`receipt ${JSON.stringify(receipt)} of ${rows} rows`]
  return updated === 0 && doubtful === 0 ? faults : [...faults, `updated ${updated}, doubtful ${doubtful}`]
}

/** Lines of a file that wait for their subjects: what waiting rows say is sealed. */
async function waitingLines(connection: Connection, file: string): Promise<ReadonlySet<number>> {
  const queue = connection.collection<{ line: number }>('unlinked_rows')
  return new Set((await queue.find({ file: basename(file), state: 'PENDING' }).toArray()).map(({ line }) => line))
}

/** Whether each row has one record, one version and one event, or else waits for its subject, where it may: in its file. */
async function storeFaults(
  hub: CrashedHub,
  kind: CrashKind,
  rows: readonly Record<string, unknown>[],
  file?: string,
): Promise<string[]> {
  const connection = await hub.connect(kind.division)
  try {
    // Looked at first: a row that is settled meanwhile is found as a record.
    const waiting = file === undefined ? new Set<number>() : await waitingLines(connection, file)
    const keys = rows.map((row) => row[kind.field] ?? row.统一社会信用代码)
    const records = await connection
      .collection(kind.collection)
      .find({ [kind.field]: { $in: keys } }, { projection: { [kind.field]: 1, recordId: 1 } })
      .toArray()
    const recordIds = records.map(({ _id, recordId }) => recordId ?? _id)
    const there = new Set(records.map((record) => record[kind.field]))
    const faults: string[] = []
    if (there.size !== records.length) faults.push(`${records.length} records of ${there.size} rows`)
    const lost = keys.filter((key, index) => !there.has(key) && !waiting.has(index + 1)).length
    if (lost > 0) faults.push(`${lost} of ${rows.length} rows are no record and do not wait`)
    for (const collection of [`${kind.collection}_versions`, 'outbox']) {
      const found = await connection.collection(collection).countDocuments({ recordId: { $in: recordIds } })
      if (found !== records.length) faults.push(`${found} in ${collection} for ${records.length} records`)
    }
    return faults
  } finally {
    await connection.close()
  }
}

/** Imports a file, kills the victim in the middle of it, sends the file again, and looks whether every row is there once. */
export async function crashRun(
  hub: CrashedHub,
  { run, kind, victim, rows, afterMillis }: CrashPlan,
): Promise<CrashResult> {
  const written = kind.rowsOf(run, rows)
  const file = await hub.write(`crash-${run}`, written)
  const first = hub.send(kind.division, kind.family, file).then(
    () => true,
    () => false,
  )
  await pause(afterMillis)
  await hub.kill(victim)
  const survived = await first
  const receipt = await sentAgain(hub, kind, file)
  const inStore = await storeFaults(hub, kind, written, file)
  return { survived, receipt, faults: [...receiptFaults(receipt, rows), ...inStore] }
}

/** Once rows that wait for their subjects have been asked about again: whether all have one record, and events one number each. */
export async function finalFaults(
  hub: CrashedHub,
  kind: CrashKind,
  runs: readonly number[],
  rows: number,
): Promise<string[]> {
  const all = runs.flatMap((run) => kind.rowsOf(run, rows))
  const connection = await hub.connect(kind.division)
  try {
    const pending = () => connection.collection('unlinked_rows').countDocuments({ state: 'PENDING' })
    for (const deadline = Date.now() + WAITING_MILLIS; (await pending()) > 0; ) {
      if (Date.now() > deadline) return [`${await pending()} rows still wait`]
      await pause(1_000)
    }
    return [...(await storeFaults(hub, kind, all)), ...(await numberFaults(connection.collection('outbox') as never))]
  } finally {
    await connection.close()
  }
}

interface Numbered {
  countDocuments(filter: object): Promise<number>
  distinct(field: string): Promise<unknown[]>
}

/** The relay gives every event a number of its own, without gaps. */
async function numberFaults(outbox: Numbered): Promise<string[]> {
  for (const deadline = Date.now() + RELAY_MILLIS; (await outbox.countDocuments({ sequence: null })) > 0; ) {
    if (Date.now() > deadline) return ['events without a number']
    await pause(500)
  }
  const events = await outbox.countDocuments({})
  const numbers = (await outbox.distinct('sequence')).map(Number)
  const isGapless = numbers.length === events && Math.max(...numbers) === events && Math.min(...numbers) === 1
  return isGapless ? [] : [`${events} events with ${numbers.length} numbers up to ${Math.max(...numbers)}`]
}

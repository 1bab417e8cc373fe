import type { ImportBatch } from '../../imports/batches/importBatch.ts'
import type { QueuedRow, QueueState } from '../../imports/batches/queuedRow.ts'
import type { Importer } from '../../imports/importer.ts'
import { groupBy } from '../../loading/groupBy.ts'
import { databaseLimits } from '../../query/databaseLimits.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { Desk } from '../desk.ts'

/** Where the rows of a batch are now; the first is the sum of the others once every run has finished. */
export interface BatchStanding {
  submitted: number
  stored: number
  doubtful: number
  unlinked: number
  ignored: number
  correctedElsewhere: number
  duplicate: number
}

/** Rows of a queue by state. */
export type StateCounts = Record<Lowercase<QueueState> | 'total', number>

/** What is counted of one batch. */
export interface BatchCounts {
  batch: Pick<ImportBatch, '_id' | 'family' | 'startedAt'>
  standing: BatchStanding
  doubts: StateCounts
  unlinked: StateCounts
  /** Unlinked rows that wait or were ignored: nobody knows their subject yet. */
  withoutSubject: number
  /** Rows that came through the rules, each once, and those of them that some rule held back. */
  checked: number
  wrong: number
}

/** Batches that one database call asks about. */
const AT_A_TIME = 500

/** Counts the rows of batches, in queues and records, in a few database calls whatever their number of rows. */
export async function batchCounts(
  desk: Desk,
  batches: readonly ImportBatch[],
  deadline: ReadDeadline,
): Promise<ReadonlyMap<string, BatchCounts>> {
  const counts = new Map<string, BatchCounts>()
  for (let from = 0; from < batches.length; from += AT_A_TIME) {
    for (const count of await countSome(desk, batches.slice(from, from + AT_A_TIME), deadline)) {
      counts.set(count.batch._id, count)
    }
  }
  return counts
}

async function countSome(desk: Desk, batches: readonly ImportBatch[], deadline: ReadDeadline): Promise<BatchCounts[]> {
  const { doubts, unlinked } = desk.imports
  const numbers = batches.map(({ _id }) => _id)
  const families = new Set(batches.map(({ family }) => family))
  const importers = desk.importers.filter(({ name }) => families.has(name))
  const [runTotals, doubtGroups, unlinkedGroups, stored] = await Promise.all([
    totalsOfRuns(desk, numbers, deadline),
    queueGroups(doubts, numbers, deadline),
    queueGroups(unlinked, numbers, deadline),
    Promise.all(importers.map((importer) => storedGroups(desk, importer, numbers, deadline))),
  ])
  const storedOf = groupBy(stored.flat(), ({ batchNo }) => batchNo)
  return batches.map((batch) =>
    countsOf(batch, {
      runs: runTotals.get(batch._id),
      doubts: doubtGroups.get(batch._id) ?? [],
      unlinked: unlinkedGroups.get(batch._id) ?? [],
      stored: storedOf.get(batch._id) ?? [],
    }),
  )
}

/** What the receipts of a batch's runs sum up to. */
interface RunTotals {
  _id: string
  submitted: number
  duplicate: number
}

async function totalsOfRuns(
  { imports }: Desk,
  batchNos: readonly string[],
  deadline: ReadDeadline,
): Promise<Map<string, RunTotals>> {
  const sums = { submitted: { $sum: '$receipt.submitted' }, duplicate: { $sum: '$receipt.duplicate' } }
  const stages = [{ $match: { batchNo: { $in: batchNos } } }, { $group: { _id: '$batchNo', ...sums } }]
  const found = await imports.runs.aggregate<RunTotals>(stages, databaseLimits(deadline)).toArray()
  return new Map(found.map((totals) => [totals._id, totals]))
}

interface QueueGroup {
  batchNo: string
  state: QueueState
  became: string | null
  correctedBy: string | null
  isTakenBack: boolean
  rows: number
}

async function queueGroups<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  batchNos: readonly string[],
  deadline: ReadDeadline,
): Promise<Map<string, QueueGroup[]>> {
  const key = {
    batchNo: '$batchNo',
    state: '$state',
    became: { $ifNull: ['$became', null] },
    correctedBy: { $ifNull: ['$correctedBy', null] },
    isTakenBack: { $ifNull: ['$isTakenBack', false] },
  }
  const stages = [{ $match: { batchNo: { $in: batchNos } } }, { $group: { _id: key, rows: { $sum: 1 } } }]
  const found = await queue
    .aggregate<{ _id: Omit<QueueGroup, 'rows'>; rows: number }>(stages, databaseLimits(deadline))
    .toArray()
  return groupBy(
    found.map(({ _id, rows }) => ({ ..._id, rows })),
    ({ batchNo }) => batchNo,
  )
}

interface StoredGroup {
  batchNo: string
  rows: number
}

/** Versions that rows of the batches made; acts by hand have a reason and are none. */
async function storedGroups(
  { records }: Desk,
  { family }: Importer,
  batchNos: readonly string[],
  deadline: ReadDeadline,
): Promise<StoredGroup[]> {
  const { versions } = records.modelsOf(family)
  const stages = [
    // Alone, so that every server finds them by its index (decision 004).
    { $match: { batchNo: { $in: batchNos } } },
    { $match: { 'change.reason': { $exists: false }, 'change.kind': { $in: ['CREATED', 'CORRECTED'] } } },
    { $group: { _id: '$batchNo', rows: { $sum: 1 } } },
  ]
  const found = await versions.aggregate<{ _id: string; rows: number }>(stages, databaseLimits(deadline)).toArray()
  return found.map(({ _id, rows }) => ({ batchNo: _id, rows }))
}

interface Groups {
  runs: RunTotals | undefined
  doubts: readonly QueueGroup[]
  unlinked: readonly QueueGroup[]
  stored: readonly StoredGroup[]
}

function countsOf({ _id, family, startedAt }: ImportBatch, { runs, doubts, unlinked, stored }: Groups): BatchCounts {
  const queued = [...doubts, ...unlinked]
  const isCorrected = ({ correctedBy }: QueueGroup) => correctedBy !== null
  const waits = (group: QueueGroup) => (group.state === 'PENDING' || group.state === 'MODIFIED') && !isCorrected(group)
  const isIgnored = ({ state }: QueueGroup) => state === 'IGNORED'
  const takenBack = rowsOf(unlinked, ({ isTakenBack }) => isTakenBack)
  const settledTwice = rowsOf(queued, ({ state, became }) => state === 'PROCESSED' && became === 'duplicate')
  const places = {
    stored: sum(stored.map(({ rows }) => rows)) - takenBack,
    doubtful: rowsOf(doubts, waits),
    unlinked: rowsOf(unlinked, waits),
    ignored: rowsOf(queued, isIgnored),
    correctedElsewhere: rowsOf(doubts, isCorrected),
  }
  return {
    batch: { _id, family, startedAt },
    standing: {
      submitted: runs?.submitted ?? 0,
      ...places,
      duplicate: (runs?.duplicate ?? 0) + settledTwice,
    },
    doubts: statesOf(doubts),
    unlinked: statesOf(unlinked),
    withoutSubject: rowsOf(unlinked, (group) => waits(group) || isIgnored(group)),
    checked: Object.values(places).reduce((total, rows) => total + rows, settledTwice),
    wrong: rowsOf(doubts, () => true),
  }
}

function statesOf(groups: readonly QueueGroup[]): StateCounts {
  const of = (wanted: QueueState) => rowsOf(groups, ({ state }) => state === wanted)
  return {
    pending: of('PENDING'),
    modified: of('MODIFIED'),
    processed: of('PROCESSED'),
    ignored: of('IGNORED'),
    total: rowsOf(groups, () => true),
  }
}

function rowsOf(groups: readonly QueueGroup[], is: (group: QueueGroup) => boolean): number {
  return sum(groups.filter(is).map(({ rows }) => rows))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

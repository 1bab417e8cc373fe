import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'
import { type DutyState, dutyStanding } from '@hub/schema/calendar/dutyStanding'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { ImportBatch } from '../../imports/batches/importBatch.ts'
import { type QueuedRow, WAITING } from '../../imports/batches/queuedRow.ts'
import type { Importer } from '../../imports/importer.ts'
import type { ReportingDuty } from '../../imports/rules/reportingDuty.ts'
import { databaseLimits } from '../../query/databaseLimits.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { Desk } from '../desk.ts'

/** Records to be reported in time, of one batch and one day of the event, that stand alike. */
export interface DutyGroup {
  batchNo: string
  family: string
  /** Last day in time, YYYY-MM-DD; absent where the working-day calendar has no data for it. */
  dueOn?: string | undefined
  state: DutyState
  rows: number
}

/**
 * How the duties to report stand that the rows of batches bring: DONE by the day they were reported, once they are
 * records; the others by today, for as long as they wait at the desk. Nothing for families without such a duty.
 */
export async function dutyGroups(
  desk: Desk,
  batches: readonly Pick<ImportBatch, '_id' | 'family'>[],
  deadline: ReadDeadline,
): Promise<DutyGroup[]> {
  const groups: DutyGroup[] = []
  for (const importer of desk.importers) {
    const batchNos = batches.filter(({ family }) => family === importer.name).map(({ _id }) => _id)
    if (importer.duty === undefined || batchNos.length === 0) continue
    const { doubts, unlinked } = desk.imports
    const [stored, held, waiting] = await Promise.all([
      storedTasks(desk, importer, importer.duty, { batchNos, deadline }),
      waitingOf(doubts, importer, importer.duty, { batchNos, deadline }),
      waitingOf(unlinked, importer, importer.duty, { batchNos, deadline }),
    ])
    groups.push(...stored, ...held, ...waiting)
  }
  return groups
}

interface Asked {
  batchNos: readonly string[]
  deadline: ReadDeadline
}

interface DayGroup {
  _id: { batchNo: string; from: string }
  rows: number
}

/** Versions that rows of the batches made of new records; whether they came late was noted when they came. */
async function storedTasks(
  { records }: Desk,
  { family, name }: Importer,
  { field, duty, ruleIds }: ReportingDuty,
  { batchNos, deadline }: Asked,
): Promise<DutyGroup[]> {
  const { versions } = records.modelsOf(family)
  const created = { 'change.kind': 'CREATED', 'change.reason': { $exists: false }, [field]: { $type: 'string' } }
  const count = (match: object) => {
    const stages = [
      // Alone, so that every server finds them by its index (decision 004).
      { $match: { batchNo: { $in: batchNos } } },
      { $match: { ...created, ...match } },
      { $group: { _id: { batchNo: '$batchNo', from: `$${field}` }, rows: { $sum: 1 } } },
    ]
    return versions.aggregate<DayGroup>(stages, databaseLimits(deadline)).toArray()
  }
  const [all, late] = await Promise.all([
    count({}),
    count({ quality: { $elemMatch: { rule: { $in: [...ruleIds] } } } }),
  ])
  const keyOf = ({ _id }: DayGroup) => JSON.stringify([_id.batchNo, _id.from])
  const lateOf = new Map(late.map((group) => [keyOf(group), group.rows]))
  return all.flatMap((group): DutyGroup[] => {
    const { batchNo, from } = group._id
    const dueOn = dutyDeadline(duty, from)
    const lateRows = lateOf.get(keyOf(group)) ?? 0
    const task = { batchNo, family: name, dueOn }
    const parts: DutyGroup[] = [
      { ...task, state: 'DONE', rows: group.rows - lateRows },
      { ...task, state: 'DONE_LATE', rows: lateRows },
    ]
    return parts.filter(({ rows }) => rows > 0)
  })
}

async function waitingOf<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  { name }: Importer,
  { duty }: ReportingDuty,
  { batchNos, deadline }: Asked,
): Promise<DutyGroup[]> {
  const stages = [
    { $match: { batchNo: { $in: batchNos } } },
    { $match: { ...WAITING, dutyFrom: { $type: 'string' } } },
    { $group: { _id: { batchNo: '$batchNo', from: '$dutyFrom' }, rows: { $sum: 1 } } },
  ]
  const found = await queue.aggregate<DayGroup>(stages, databaseLimits(deadline)).toArray()
  const today = shanghaiDate(new Date())
  return found.flatMap(({ _id: { batchNo, from }, rows }) => {
    const standing = dutyStanding({ duty, from }, today)
    return standing === undefined ? [] : [{ batchNo, family: name, ...standing, rows }]
  })
}

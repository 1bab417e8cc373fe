import { addDays } from '@hub/schema/calendar/addDays'
import { dutyBounds } from '@hub/schema/calendar/dutyBounds'
import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'
import type { DutyState } from '@hub/schema/calendar/dutyStanding'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../../test/setup/testDatabase.ts'
import { DOUBT_ID } from '../../imports/batches/doubtExport.ts'
import { WAITING } from '../../imports/batches/queuedRow.ts'
import { retryLinks } from '../../imports/linking/retryLinks.ts'
import { reportingDuty } from '../../imports/rules/reportingDuty.ts'
import { readDeadline } from '../../query/readDeadline.ts'
import { type DeskBench, deskBench, officer } from '../../testing/deskBench.ts'
import { KNOWN_SUBJECTS } from '../../testing/importedRows.ts'
import { sampleImporter } from '../../testing/sampleImport.ts'
import { correctRow, ignoreRow, resubmitRow, unlinkByHand } from '../acts/deskActs.ts'
import { deskRowId } from '../deskRow.ts'
import { rowConditions } from '../lists/deskFilters.ts'
import { shownBatches } from '../lists/shownBatch.ts'
import { dutyCalendar } from './dutyCalendar.ts'
import { type QualityQuestion, quality } from './quality.ts'

const database = testDatabase()
let bench: DeskBench

beforeAll(async () => {
  bench = await deskBench(await connectTestDatabase(database))
})
beforeEach(() => bench.empty())

const today = shanghaiDate(new Date())
const row = (noteNo: string, changes: object = {}) => ({
  noteNo,
  title: '样例',
  issuedOn: today,
  subjectName: KNOWN_SUBJECTS[0],
  ...changes,
})
const LIMIT = {
  id: 'reported-in-time',
  document: 'HUB-IMPORT',
  effectiveFrom: '2020-01-01',
  severity: 'WARNING',
  check: 'reportedWithin',
  field: 'issuedOn',
  duty: 'DECISION_REPORT',
  message: '迟报',
} as const

const ruleSet = { ...sampleImporter.ruleSet, rules: [...sampleImporter.ruleSet.rules, LIMIT] }
/** The sample's importer with a time limit for reports, as permits and penalties have one. */
const timed = {
  ...sampleImporter,
  ruleSet,
  duty: reportingDuty(ruleSet),
  rulesOn: (day: string) => [...sampleImporter.rulesOn(day), LIMIT],
}

async function figures(question: QualityQuestion = {}) {
  const found = await quality({ ...bench.desk, importers: [timed] }, question, readDeadline(20_000))
  return found
}

test('are the shares that the guide defines, by hand-counted rows', async () => {
  await bench.sendAs(
    timed,
    [row('1'), row('2', { issuedOn: '2024-01-05' }), row('3'), row('4', { kind: '没有的' })],
    'B1',
  )
  await bench.sendAs(timed, [row('5', { kind: '没有' }), row('6', { subjectName: '虚构未知有限公司' }), row('1')], 'B2')
  const [doubt] = await bench.imports.doubts.find({ batchNo: 'B1' }).toArray()
  await ignoreRow(
    bench.desk,
    { rowId: deskRowId({ queue: 'doubts', row: doubt ?? { _id: '' } }), reason: '演示' },
    officer,
  )
  const [all] = await figures()
  expect(all).toMatchObject({
    batches: 2,
    submitted: 7,
    collected: 6,
    stored: 3,
    doubts: { total: 2, pending: 1, ignored: 1 },
    unlinked: { total: 1, pending: 1 },
    ignoredRate: { numerator: 1, denominator: 2, value: '0.500000' },
    storedRate: { numerator: 3, denominator: 6 },
    linkedRate: { numerator: 3, denominator: 4 },
    compliantRate: { numerator: 4, denominator: 6, value: '0.666667' },
    lateRate: { numerator: 1, denominator: 3, value: '0.333333' },
    timelyRate: { numerator: 2, denominator: 3 },
    missedRate: { numerator: 11, denominator: 12 },
    checked: 6,
    correctRate: { numerator: 4, denominator: 6 },
    errorRate: { numerator: 2, denominator: 6, value: '0.333333' },
    duties: { due: 2, dueSoon: 0, overdue: 0, done: 2, doneLate: 1 },
    overdueRate: { numerator: 0, denominator: 5 },
  })
  const byBatch = await figures({ by: ['BATCH', 'FAMILY'] })
  expect(byBatch).toMatchObject([
    { batchNo: 'B1', family: timed.name, stored: 3, missedRate: null },
    { batchNo: 'B2', family: timed.name, stored: 0 },
  ])
})

test('count a batch sent again once, and take back what was unlinked', async () => {
  for (let times = 0; times < 2; times++) await bench.sendAs(timed, [row('1'), row('2')], 'B1')
  const [record] = await bench.records.modelsOf(timed.family).current.find().toArray()
  await unlinkByHand(bench.desk, { recordId: record?.recordId ?? '', reason: '演示' }, officer)
  expect(await figures()).toMatchObject([
    { submitted: 4, collected: 2, stored: 1, storedRate: { value: '0.500000' }, linkedRate: { value: '0.500000' } },
  ])
})

test('show by each last day what is 待上报, 已上报 and 超时, and list what waits by it', async () => {
  const [recent, soon, gone] = [today, lastStart('DUE_SOON'), lastStart('OVERDUE')]
  const waits = (noteNo: string, issuedOn: string) => row(noteNo, { issuedOn, subjectName: '虚构未知有限公司' })
  await bench.sendAs(timed, [row('1'), row('2', { issuedOn: gone }), waits('3', gone), waits('4', soon)], 'B1')
  await bench.sendAs(timed, [waits('5', recent), row('6', { issuedOn: gone, kind: '没有的' }), row('2')], 'B2')
  // Of a record that is there already nothing is left to report: the contradiction in B2 corrects it.
  await bench.sendAs(timed, [row('7', { title: '一' }), row('7', { title: '二' })], 'B3')
  const desk = { ...bench.desk, importers: [timed] }
  const days = await dutyCalendar(desk, {}, readDeadline(20_000))
  const of = (from: string) => days.find(({ dueOn }) => dueOn === dutyDeadline(LIMIT.duty, from))
  expect(of(gone)).toMatchObject({ family: timed.name, overdue: 2, doneLate: 1, done: 0, due: 0, dueSoon: 0 })
  expect(of(soon)).toMatchObject({ dueSoon: 1, overdue: 0 })
  expect(of(recent)).toMatchObject({ due: 1, done: 2 })
  expect(days).toHaveLength(3)
  expect(await dutyCalendar(desk, { dueTo: of(gone)?.dueOn ?? null }, readDeadline(20_000))).toHaveLength(1)
  const listed = async (...states: DutyState[]) => {
    const { doubts, unlinked } = bench.imports
    const condition = { $and: rowConditions(desk, { dutyStates: states }) } as never
    const found = [...(await doubts.find(condition).toArray()), ...(await unlinked.find(condition).toArray())]
    return found.map(({ cells }) => cells.noteNo).sort()
  }
  expect(await listed('OVERDUE')).toEqual(['3', '6'])
  expect(await listed('DUE_SOON')).toEqual(['4'])
  expect(await listed('DUE', 'DUE_SOON')).toEqual(['4', '5'])
  expect(await listed('DONE')).toEqual([])
})

describe('a row whose record was reported already has no duty left', () => {
  const reason = '演示'
  const desk = () => ({ ...bench.desk, importers: [timed] })
  const rowIn = async (queue: 'doubts' | 'unlinked') => {
    const found = await bench.imports[queue].findOne(WAITING as never)
    if (found === null) throw new Error(`nothing waits in ${queue}`)
    return deskRowId({ queue, row: found })
  }
  const correct = async (queue: 'doubts' | 'unlinked', heading: string, text: string) =>
    correctRow(desk(), { rowId: await rowIn(queue), cells: [{ heading, text }], reason }, officer)
  const waits = async () => {
    const [all] = await quality(desk(), {}, readDeadline(20_000))
    const { due = 0, dueSoon = 0, overdue = 0 } = all?.duties ?? {}
    return due + dueSoon + overdue
  }
  const unlink = async () => {
    const [record] = await bench.records.modelsOf(timed.family).current.find().toArray()
    await unlinkByHand(desk(), { recordId: record?.recordId ?? '', reason }, officer)
  }

  test('when its contradiction is corrected and contradicts still, at the desk or by a file', async () => {
    await bench.sendAs(timed, [row('1', { title: '一' }), row('1', { title: '二' })], 'B1')
    expect(await waits()).toBe(0)
    await correct('doubts', 'kind', '没有的')
    expect(await waits()).toBe(0)
    const [doubt] = await bench.imports.doubts.find({}).toArray()
    const corrected = { ...row('1', { title: '二', kind: '也没有' }), [DOUBT_ID]: doubt?._id }
    expect(await bench.sendAs(timed, [corrected], 'B2')).toMatchObject({ doubtful: 1 })
    expect(await waits()).toBe(0)
    await correct('doubts', 'subjectName', '虚构未知有限公司')
    await correct('doubts', 'kind', '')
    expect(await bench.imports.unlinked.countDocuments({ state: 'PENDING' })).toBe(1)
    expect(await waits()).toBe(0)
  })

  test('when it was unlinked, is corrected, and goes from queue to queue', async () => {
    await bench.sendAs(timed, [row('1')], 'B1')
    await unlink()
    expect(await waits()).toBe(0)
    await correct('unlinked', 'subjectName', '虚构未知有限公司')
    expect(await bench.imports.unlinked.countDocuments({ state: 'MODIFIED' })).toBe(1)
    expect(await waits()).toBe(0)
    await correct('unlinked', 'kind', '没有的')
    expect(await bench.imports.doubts.countDocuments({})).toBe(1)
    expect(await waits()).toBe(0)
  })

  test('when the store finds it only once the index has learnt the subject, and when it comes back to the queue', async () => {
    const name = '虚构未知有限公司'
    await bench.sendAs(timed, [row('1', { title: '一' }), row('1', { title: '二', subjectName: name })], 'B1')
    expect(await waits()).toBe(1)
    bench.index.set(name, `S-${KNOWN_SUBJECTS[0]}`)
    await retryLinks(timed, bench.places, new Date(Date.now() + 60_000))
    expect(await bench.imports.doubts.findOne({})).toMatchObject({
      faults: [{ rule: 'conflict.CONTRADICTED_IN_BATCH' }],
    })
    expect(await waits()).toBe(0)
    bench.index.delete(name)
    await resubmitRow(desk(), { rowId: await rowIn('doubts'), reason }, officer)
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({ state: 'PENDING' })
    expect(await waits()).toBe(0)
  })

  test('but one whose day could not be read has a duty once it can', async () => {
    await bench.sendAs(timed, [row('1', { issuedOn: '昨天', kind: '没有的' })], 'B1')
    expect(await waits()).toBe(0)
    await correct('doubts', 'issuedOn', today)
    expect(await waits()).toBe(1)
  })
})

test('and their duties are not counted where only the standing of batches is asked for', async () => {
  await bench.sendAs(timed, [row('1'), row('2', { kind: '没有的' })], 'B1')
  const asked = vi.spyOn(bench.imports.doubts, 'aggregate')
  const batches = await bench.imports.batches.find({}).toArray()
  const [batch] = shownBatches({ ...bench.desk, importers: [timed] }, batches, readDeadline(20_000))
  expect(await batch?.standing()).toMatchObject({ stored: 1, doubtful: 1 })
  const dutiesAsked = () => asked.mock.calls.filter((call) => JSON.stringify(call).includes('dutyFrom')).length
  expect(dutiesAsked()).toBe(0)
  expect(await batch?.quality()).toMatchObject({ duties: { due: 1, done: 1 } })
  expect(dutiesAsked()).toBe(1)
  asked.mockRestore()
})

/** The last day on which an event leaves a duty in a state today. */
function lastStart(state: DutyState): string {
  const { overdueBefore, dueFrom } = dutyBounds(LIMIT.duty, shanghaiDate(new Date()))
  return addDays(state === 'OVERDUE' ? overdueBefore : dueFrom, -1)
}

test('say of months without a report, and of a family without one, that it is missing', async () => {
  await bench.sendAs(timed, [], 'B1')
  await bench.imports.batches.updateOne({ _id: 'B1' }, { $set: { startedAt: new Date('2026-01-31T17:00:00Z') } })
  const asked = { by: ['FAMILY'] as const, fromMonth: '2026-01', toMonth: '2026-04' }
  expect(await figures(asked)).toMatchObject([
    { family: timed.name, batches: 1, missedRate: { numerator: 3, denominator: 4 } },
  ])
  expect(await figures({ by: ['MONTH'], fromMonth: '2026-01', toMonth: '2026-04' })).toMatchObject([
    { month: '2026-02' },
  ])
  expect(await figures({ ...asked, toMonth: '2026-01' })).toMatchObject([
    { family: timed.name, batches: 0, storedRate: { value: null }, missedRate: { numerator: 1, denominator: 1 } },
  ])
})

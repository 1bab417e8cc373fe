import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../../test/setup/testDatabase.ts'
import { retryLinks } from '../../imports/linking/retryLinks.ts'
import { colleague, type DeskBench, deskBench, officer } from '../../testing/deskBench.ts'
import { KNOWN_SUBJECTS } from '../../testing/importedRows.ts'
import { importedFamily, sampleImporter } from '../../testing/sampleImport.ts'
import { deskRowId } from '../deskRow.ts'
import { correctRow, ignoreRow, linkRow, resubmitRow, unlinkByHand } from './deskActs.ts'
import { reportRow } from './reportRow.ts'

const database = testDatabase()
let bench: DeskBench

beforeAll(async () => {
  bench = await deskBench(await connectTestDatabase(database))
})
beforeEach(async () => {
  bench.forget()
  await bench.empty()
})

const GOOD = { noteNo: '甲1', issuedOn: '2024-01-05', subjectName: KNOWN_SUBJECTS[0] }
const UNKNOWN = { ...GOOD, subjectName: '虚构未知有限公司' }
const reason = '演示理由'

async function rowId(queue: 'doubts' | 'unlinked'): Promise<string> {
  const row = await bench.imports[queue].findOne({} as never)
  if (row === null) throw new Error(`no row in ${queue}`)
  return deskRowId({ queue, row })
}

async function records() {
  return bench.records.modelsOf(importedFamily).current.find({}).sort({ recordedAt: 1 }).toArray()
}

async function onlyRecord() {
  const [record] = await records()
  if (record === undefined) throw new Error('no record')
  return record
}

const acts = () => bench.imports.acts.find({}, { sort: { _id: 1 } }).toArray()
const events = async () => (await bench.records.outbox.find({}, { sort: { _id: 1 } }).toArray()).map(({ kind }) => kind)
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('a doubtful row', () => {
  test('is corrected, comes in as a row of its batch, and the act says who, when, why and what', async () => {
    await bench.send([{ ...GOOD, issuedOn: '昨天' }], { batchNo: 'B1' })
    const act = await correctRow(
      bench.desk,
      { rowId: await rowId('doubts'), cells: [{ heading: 'issuedOn', text: '2024年1月5日' }], reason },
      officer,
    )
    expect(act).toMatchObject({
      kind: 'CORRECT',
      became: 'created',
      caller: officer.caller,
      unit: officer.unit,
      reason,
    })
    expect(await onlyRecord()).toMatchObject({
      issuedOn: '2024-01-05',
      batchNo: 'B1',
      source: { line: 1, file: 'test.jsonl', raw: { issuedOn: '2024年1月5日' } },
      change: { operator: officer.caller },
    })
    expect(await acts()).toMatchObject([
      { before: { issuedOn: '昨天' }, after: { issuedOn: '2024年1月5日' }, recordId: act.recordId },
    ])
    expect(await bench.imports.doubts.findOne({})).toMatchObject({
      state: 'PROCESSED',
      became: 'created',
      reported: { issuedOn: '昨天' },
    })
    expect(await bench.send([{ ...GOOD, issuedOn: '昨天' }])).toMatchObject({ duplicate: 1 })
  })

  test('that is still wrong when corrected is 已修改 and waits, with its new reasons', async () => {
    const cells = [{ heading: 'issuedOn', text: '2024-03-01' }]
    await bench.send([{ ...GOOD, issuedOn: '昨天' }])
    await correctRow(
      bench.desk,
      { rowId: await rowId('doubts'), cells: [...cells, { heading: 'endedOn', text: '2020-01-01' }], reason },
      officer,
    )
    expect(await bench.imports.doubts.findOne({})).toMatchObject({
      state: 'MODIFIED',
      faults: [{ rule: 'ended-after-issued', document: 'HUB-IMPORT' }],
    })
    let exported = ''
    for await (const line of bench.places.doubts.export(sampleImporter.plan, { family: sampleImporter.name }))
      exported += line
    expect(exported).toContain('2024-03-01')
    await correctRow(bench.desk, { rowId: await rowId('doubts'), cells: [{ heading: 'endedOn' }], reason }, officer)
    expect(await onlyRecord()).toMatchObject({ issuedOn: '2024-03-01' })
  })

  test('whose corrected name the index does not know goes on to 未关联', async () => {
    await bench.send([{ ...UNKNOWN, issuedOn: '昨天' }])
    const cells = [{ heading: 'issuedOn', text: '2024-01-05' }]
    const act = await correctRow(bench.desk, { rowId: await rowId('doubts'), cells, reason }, officer)
    expect(act.became).toBe('unlinked')
    expect(await bench.imports.doubts.findOne({})).toMatchObject({ state: 'PROCESSED', became: 'unlinked' })
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({ state: 'PENDING', reason: 'NO_MATCH' })
  })

  test('is ignored for a reason, and can be taken up again', async () => {
    await bench.send([{ ...GOOD, issuedOn: '昨天' }])
    const id = await rowId('doubts')
    expect(await code(ignoreRow(bench.desk, { rowId: id, reason: ' ' }, officer))).toBe('BAD_USER_INPUT')
    await ignoreRow(bench.desk, { rowId: id, reason }, officer)
    expect(await bench.imports.doubts.findOne({})).toMatchObject({ state: 'IGNORED' })
    expect(await code(ignoreRow(bench.desk, { rowId: id, reason }, officer))).toBe('HUB_ROW_SETTLED')
    await resubmitRow(bench.desk, { rowId: id, reason }, officer)
    expect(await bench.imports.doubts.findOne({})).toMatchObject({ state: 'PENDING', revision: 2 })
    expect((await acts()).map(({ kind }) => kind)).toEqual(['IGNORE', 'RESUBMIT'])
  })

  test('that contradicts another of its batch comes in when a person says that it is the right one', async () => {
    await bench.send(
      [
        { ...GOOD, title: '一' },
        { ...GOOD, title: '二' },
      ],
      { batchNo: 'B2' },
    )
    const act = await resubmitRow(bench.desk, { rowId: await rowId('doubts'), reason }, officer)
    expect(act.became).toBe('updated')
    expect(await onlyRecord()).toMatchObject({ title: '二', version: 2 })
    const again = [
      { ...GOOD, title: '一' },
      { ...GOOD, title: '二' },
    ]
    const known = { submitted: 2, duplicate: 2 }
    expect(await bench.send(again, { batchNo: 'B2', dryRun: true })).toMatchObject(known)
    expect(await bench.send(again, { batchNo: 'B2' })).toMatchObject(known)
    expect(await bench.imports.doubts.countDocuments({})).toBe(1)
    // Another batch may say otherwise: it is a correction.
    expect(await bench.send(again.slice(0, 1), { batchNo: 'B9' })).toMatchObject({ updated: 1 })
    expect(await bench.send(again, { batchNo: 'B2' })).toMatchObject(known)
    expect(await onlyRecord()).toMatchObject({ title: '一', version: 3 })
  })
})

describe('a single row', () => {
  const cells = Object.entries(GOOD).map(([heading, text]) => ({ heading, text: String(text) }))
  const report = (more: { heading: string; text: string }[] = []) =>
    reportRow(bench.desk, { family: sampleImporter.name, batchNo: 'B8', cells: [...cells, ...more] }, officer)

  test('is answered with its record, also when it was known', async () => {
    const { recordId, receipt } = await report()
    expect(receipt).toMatchObject({ created: 1 })
    expect(recordId).toBe((await onlyRecord()).recordId)
    expect(await report()).toMatchObject({ receipt: { duplicate: 1 }, recordId })
  })

  test('is answered without one while it waits, and with the one that it became at the desk', async () => {
    const doubtful = [{ heading: 'endedOn', text: '2020-01-01' }]
    const { recordId, waiting } = await report(doubtful)
    expect([recordId, waiting?.row.state]).toEqual([undefined, 'PENDING'])
    const act = await correctRow(
      bench.desk,
      { rowId: await rowId('doubts'), cells: [{ heading: 'endedOn' }], reason },
      officer,
    )
    expect(await report(doubtful)).toMatchObject({ receipt: { duplicate: 1 }, recordId: act.recordId })
  })
})

describe('a row without a known subject', () => {
  test('is linked by hand to the subject chosen, which the index must know', async () => {
    await bench.send([UNKNOWN], { batchNo: 'B3' })
    const id = await rowId('unlinked')
    const link = (subjectId: string) => code(linkRow(bench.desk, { rowId: id, subjectId, reason }, officer))
    expect(await link('nobody')).toBe('HUB_SUBJECT_UNKNOWN')
    expect(await link('S-merged')).toBe('HUB_SUBJECT_UNKNOWN')
    expect(await link('S-chosen')).toBe('done')
    expect(await onlyRecord()).toMatchObject({ subjectId: 'S-chosen', batchNo: 'B3', recordState: 'CURRENT' })
    expect(await link('S-chosen')).toBe('HUB_ROW_SETTLED')
    expect(await acts()).toMatchObject([{ kind: 'LINK', subjectId: 'S-chosen', became: 'created' }])
    expect(await bench.send([UNKNOWN])).toMatchObject({ duplicate: 1 })
  })

  test('that two officers deal with at once is dealt with by one; the other is told', async () => {
    await bench.send([UNKNOWN])
    const id = await rowId('unlinked')
    const outcomes = await Promise.all([
      code(linkRow(bench.desk, { rowId: id, subjectId: 'S-a', reason }, officer)),
      code(linkRow(bench.desk, { rowId: id, subjectId: 'S-b', reason }, colleague)),
    ])
    const sorted = outcomes.map((outcome) => (outcome === 'HUB_ROW_SETTLED' ? 'HUB_ROW_OVERTAKEN' : outcome)).sort()
    expect(sorted).toEqual(['HUB_ROW_OVERTAKEN', 'done'])
    expect(await records()).toHaveLength(1)
    expect(await acts()).toHaveLength(1)
  })

  test('is not acted on by who saw it otherwise, nor under an id that is not here', async () => {
    await bench.send([UNKNOWN])
    const id = await rowId('unlinked')
    expect(await code(resubmitRow(bench.desk, { rowId: id, revision: 1, reason }, officer))).toBe('HUB_ROW_OVERTAKEN')
    expect(await code(resubmitRow(bench.desk, { rowId: id, revision: 0, reason }, officer))).toBe('done')
    for (const rowId of ['unlinked:of another division', 'doubts:x', 'x', '']) {
      expect(await code(ignoreRow(bench.desk, { rowId, reason }, officer))).toBe('HUB_ROW_UNKNOWN')
    }
  })

  test('is corrected and then linked by the index', async () => {
    await bench.send([UNKNOWN])
    const cells = [{ heading: 'subjectName', text: KNOWN_SUBJECTS[1] }]
    const act = await correctRow(bench.desk, { rowId: await rowId('unlinked'), cells, reason }, officer)
    expect(act).toMatchObject({ became: 'created' })
    expect(await onlyRecord()).toMatchObject({ subjectId: `S-${KNOWN_SUBJECTS[1]}` })
  })
})

describe('a wrong link', () => {
  test('is undone: the record is withdrawn with an event, its row waits, and sent again is known', async () => {
    const row = { ...GOOD, fee: '1,000', place: { street: '演示路' }, tags: ['甲', '乙'], 备用: '原样' }
    await bench.send([row], { batchNo: 'B4' })
    const { recordId } = await onlyRecord()
    await unlinkByHand(bench.desk, { recordId, reason }, officer)
    expect(await onlyRecord()).toMatchObject({ recordState: 'WITHDRAWN', change: { operator: officer.caller, reason } })
    expect(await events()).toEqual(['CREATED', 'WITHDRAWN'])
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({
      state: 'PENDING',
      reason: 'REFUSED',
      batchNo: 'B4',
      line: 1,
      cells: row,
      identity: { name: KNOWN_SUBJECTS[0] },
    })
    expect(await code(unlinkByHand(bench.desk, { recordId, reason }, officer))).toBe('HUB_RECORD_NOT_LINKED')
    expect(await code(unlinkByHand(bench.desk, { recordId: 'none', reason }, officer))).toBe('HUB_RECORD_UNKNOWN')
    expect(await bench.send([row], { batchNo: 'B4' })).toMatchObject({ duplicate: 1 })
    await retryLinks(sampleImporter, bench.places, new Date(Date.now() + 60_000))
    expect(await onlyRecord()).toMatchObject({ recordState: 'WITHDRAWN' })
    expect(await acts()).toMatchObject([{ kind: 'UNLINK', recordId, subjectId: `S-${KNOWN_SUBJECTS[0]}` }])
  })

  test('undone, its row is linked to the right subject: the same record, with its history', async () => {
    await bench.send([GOOD], { batchNo: 'B5' })
    const { recordId } = await onlyRecord()
    await unlinkByHand(bench.desk, { recordId, reason }, officer)
    await linkRow(bench.desk, { rowId: await rowId('unlinked'), subjectId: 'S-right', reason }, officer)
    expect(await records()).toMatchObject([{ recordId, subjectId: 'S-right', recordState: 'CURRENT', version: 3 }])
    expect((await onlyRecord()).source?.subject).toBeUndefined()
    expect(await events()).toEqual(['CREATED', 'WITHDRAWN', 'RELINKED'])
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({ state: 'PROCESSED', recordId })
    expect(await bench.send([GOOD], { batchNo: 'B5' })).toMatchObject({ duplicate: 1 })
    expect(await bench.send([{ ...GOOD, title: '真的另一条' }])).toMatchObject({ created: 1 })
  })

  test('undone and linked anew by the index, the record rests on what its row says of the subject: it is asked about again', async () => {
    await bench.send([GOOD], { batchNo: 'B6' })
    const { recordId, source } = await onlyRecord()
    await unlinkByHand(bench.desk, { recordId, reason }, officer)
    bench.index.set(String(GOOD.subjectName), 'S-entered')
    await retryLinks(sampleImporter, bench.places, new Date(Date.now() + 60_000))
    expect(await records()).toMatchObject([{ recordId, subjectId: 'S-entered', recordState: 'CURRENT' }])
    expect(source?.subject).toMatchObject({ name: KNOWN_SUBJECTS[0] })
    expect((await onlyRecord()).source).toEqual(source)
  })

  test('undone leaves the subject free for its own record', async () => {
    await bench.send([GOOD])
    await unlinkByHand(bench.desk, { recordId: (await onlyRecord()).recordId, reason }, officer)
    expect(await bench.send([{ ...GOOD, title: '真的' }])).toMatchObject({ created: 1 })
  })

  test('to a subject that has the record already: the row turns out to be known', async () => {
    bench.index.set('虚构曾用名有限公司', 'S-wrong')
    await bench.send([{ ...GOOD, subjectName: '虚构曾用名有限公司' }])
    const { recordId } = await onlyRecord()
    await bench.send([GOOD])
    await unlinkByHand(bench.desk, { recordId, reason }, officer)
    const subjectId = `S-${KNOWN_SUBJECTS[0]}`
    const act = await linkRow(bench.desk, { rowId: await rowId('unlinked'), subjectId, reason }, officer)
    expect(act).toMatchObject({ became: 'duplicate' })
    expect((await records()).map(({ recordState }) => recordState).sort()).toEqual(['CURRENT', 'WITHDRAWN'])
  })

  test('of a row that only corrected a record: the record goes back, the row waits', async () => {
    bench.index.set('虚构误挂有限公司', `S-${KNOWN_SUBJECTS[0]}`)
    await bench.send([{ ...GOOD, title: '真' }], { batchNo: 'B6' })
    await bench.send([{ ...GOOD, title: '误', subjectName: '虚构误挂有限公司' }], { batchNo: 'B7' })
    const { recordId } = await onlyRecord()
    expect(await code(unlinkByHand(bench.desk, { recordId, fromVersion: 3, reason }, officer))).toBe('BAD_USER_INPUT')
    await unlinkByHand(bench.desk, { recordId, fromVersion: 2, reason }, officer)
    expect(await onlyRecord()).toMatchObject({ title: '真', recordState: 'CURRENT', batchNo: 'B6', version: 3 })
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({
      batchNo: 'B7',
      identity: { name: '虚构误挂有限公司' },
    })
    await linkRow(bench.desk, { rowId: await rowId('unlinked'), subjectId: 'S-right', reason }, officer)
    expect((await records()).map(({ title, subjectId }) => [title, subjectId]).sort()).toEqual(
      [
        ['真', `S-${KNOWN_SUBJECTS[0]}`],
        ['误', 'S-right'],
      ].sort(),
    )
  })

  test('of a row that waited before goes back to that row', async () => {
    await bench.send([UNKNOWN])
    await linkRow(bench.desk, { rowId: await rowId('unlinked'), subjectId: 'S-wrong', reason }, officer)
    await unlinkByHand(bench.desk, { recordId: (await onlyRecord()).recordId, reason }, officer)
    expect(await bench.imports.unlinked.find({}).toArray()).toMatchObject([
      { state: 'PENDING', cells: UNKNOWN, refusedSubjects: ['S-wrong'] },
    ])
  })
})

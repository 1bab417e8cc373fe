import { HubError } from '@hub/schema/errors/HubError'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../../test/setup/testDatabase.ts'
import { importedRows, KNOWN_SUBJECTS } from '../../testing/importedRows.ts'
import { type ImportBench, importBench } from '../../testing/importPlaces.ts'
import { importedFamily, sampleImporter } from '../../testing/sampleImport.ts'
import { BatchLog } from '../batches/batchLog.ts'
import type { ImportReceipt } from '../batches/importReceipt.ts'
import { formHeadings } from '../columns/formHeadings.ts'
import { retryLinks } from '../linking/retryLinks.ts'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import { runImport } from './runImport.ts'

const database = testDatabase()
let bench: ImportBench
let known = new Set(KNOWN_SUBJECTS)
let indexIsUp = true

beforeAll(async () => {
  const connection = await connectTestDatabase(database)
  bench = await importBench(connection, sampleImporter, async (identities) =>
    identities.map(({ name = '' }): LinkAnswer => {
      if (!indexIsUp) return { outcome: 'UNAVAILABLE', candidates: [] }
      if (known.has(name)) return { outcome: 'LINKED', subjectId: `S-${name}`, candidates: [] }
      return { outcome: 'NO_MATCH', candidates: [{ subjectId: 'S-other', name: '虚构别家', why: 'NAME' }] }
    }),
  )
})

beforeEach(async () => {
  known = new Set(KNOWN_SUBJECTS)
  indexIsUp = true
  await bench.empty()
})

const outcomes = ({ created, updated, doubtful, unlinked, duplicate }: ImportReceipt) => ({
  created,
  updated,
  doubtful,
  unlinked,
  duplicate,
})

/** Facts of all current records, in no order. */
async function currentFacts(): Promise<string[]> {
  const found = await bench.records.modelsOf(importedFamily).current.find({}).toArray()
  return found.map(({ noteNo, title, issuedOn, kind, fee, subjectId }) =>
    JSON.stringify([noteNo, title, issuedOn, kind, String(fee), subjectId]),
  )
}

async function queued(name: 'doubts' | 'unlinked'): Promise<string[]> {
  return (await bench.imports[name].find({} as never).toArray()).map(({ _id }) => _id).sort()
}

const GOOD = { noteNo: '甲1', issuedOn: '2024-01-05', subjectName: KNOWN_SUBJECTS[0] }

/** Rows of a file that is longer than what may be read ahead of it. */
const LONG = 1_600

describe('a batch', () => {
  test('adds up, and sent again is all duplicates and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(importedRows, async (rows) => {
        await bench.empty()
        const first = await bench.send(rows, { batchNo: 'B1' })
        const { submitted, ...rest } = first
        expect(submitted).toBe(rows.length)
        expect(rest.created + rest.updated + rest.doubtful + rest.unlinked + rest.duplicate).toBe(rows.length)
        const before = [await currentFacts(), await queued('doubts'), await queued('unlinked')]
        const again = await bench.send(rows, { batchNo: 'B1' })
        expect(outcomes(again)).toEqual({ created: 0, updated: 0, doubtful: 0, unlinked: 0, duplicate: rows.length })
        expect([await currentFacts(), await queued('doubts'), await queued('unlinked')]).toEqual(before)
        expect(await bench.records.outbox.countDocuments()).toBe(before[0]?.length)
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  test('sent again in another order and by pieces, as single rows are reported, is all duplicates and changes nothing', async () => {
    const sentAgain = importedRows.chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        otherOrder: fc.shuffledSubarray(rows, { minLength: rows.length }),
        size: fc.integer({ min: 1, max: 5 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(sentAgain, async ({ rows, otherOrder, size }) => {
        await bench.empty()
        await bench.send(rows, { batchNo: 'B1' })
        const before = [await currentFacts(), await queued('doubts'), await queued('unlinked')]
        for (let from = 0; from < otherOrder.length; from += size) {
          const piece = otherOrder.slice(from, from + size)
          const { duplicate } = await bench.send(piece, { batchNo: 'B1' })
          expect(duplicate).toBe(piece.length)
        }
        expect([await currentFacts(), await queued('doubts'), await queued('unlinked')]).toEqual(before)
      }),
      { numRuns: 20 },
    )
  }, 120_000)

  test('gives the same records in any order and any cut, where no two of its rows contradict each other', async () => {
    const consistent = importedRows.map((rows) => [
      ...new Map(rows.map((row) => [`${row.noteNo}|${row.subjectName}`, row])).values(),
    ])
    const shuffled = consistent.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.integer({ min: 1, max: 50 }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([rows, otherOrder, cut]) => {
        await bench.empty()
        await bench.send(rows)
        const expected = [(await currentFacts()).sort(), await queued('doubts'), await queued('unlinked')]
        await bench.empty()
        await bench.send(otherOrder, { cut })
        expect([(await currentFacts()).sort(), await queued('doubts'), await queued('unlinked')]).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  }, 120_000)

  test('sent again after others have corrected what it said changes nothing, also where it was 重复 itself', async () => {
    const [before, after] = [
      { ...GOOD, title: '旧' },
      { ...GOOD, title: '新' },
    ]
    await bench.send([before], { batchNo: 'B1' })
    expect(await bench.send([before], { batchNo: 'B2' })).toMatchObject({ duplicate: 1 })
    expect(await bench.send([after], { batchNo: 'B3' })).toMatchObject({ updated: 1 })
    for (const batchNo of ['B1', 'B2']) expect(await bench.send([before], { batchNo })).toMatchObject({ duplicate: 1 })
    expect(await currentFacts()).toEqual([expect.stringContaining('新')])
    expect(await bench.send([before], { batchNo: 'B4' })).toMatchObject({ updated: 1 })
  })

  test('is read no further ahead than two chunks, however long the file is', async () => {
    let read = 0
    let decided = 0
    let furthest = 0
    async function* lines(): AsyncGenerator<Uint8Array> {
      for (; read < LONG; read++) {
        furthest = Math.max(furthest, read - decided)
        yield Buffer.from(`${JSON.stringify({ ...GOOD, noteNo: `长${read}` })}\n`)
      }
    }
    const { signal } = new AbortController()
    const onProgress = (rows: number) => {
      decided = rows
    }
    const file = { bytes: lines(), operator: 'test', signal, onProgress }
    const receipt = await runImport(sampleImporter, file, new BatchLog(bench.imports), bench.places)
    expect(receipt).toMatchObject({ submitted: LONG, created: LONG })
    // Two chunks of 250 and the group that is being gathered.
    expect(furthest).toBeLessThan(800)
  }, 60_000)

  test('sent again reads of what it said before only what the rows at hand say', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ ...GOOD, noteNo: `甲${index}` }))
    await bench.send(rows, { batchNo: 'B1' })
    const { raw } = bench.records.modelsOf(importedFamily).versions
    const find = vi.spyOn(raw, 'find')
    const { duplicate } = await bench.send(rows.slice(7, 9), { batchNo: 'B1' })
    const asked = find.mock.calls.map(([filter]) => filter)
    find.mockRestore()
    const found = await Promise.all(asked.map((filter) => raw.countDocuments(filter)))
    expect({ duplicate, found }).toEqual({ duplicate: 2, found: [2] })
  })

  test('sent again is known when the index does not link its subject any more', async () => {
    await bench.send([GOOD], { batchNo: 'B1' })
    known.clear()
    expect(await bench.send([GOOD], { batchNo: 'B1' })).toMatchObject({ duplicate: 1, unlinked: 0 })
    expect(await queued('unlinked')).toEqual([])
  })

  test('whose rows contradict each other keeps the first and doubts the other', async () => {
    const receipt = await bench.send(
      [
        { ...GOOD, title: '一' },
        { ...GOOD, title: '二' },
      ],
      { batchNo: 'B2' },
    )
    expect(outcomes(receipt)).toMatchObject({ created: 1, doubtful: 1 })
    const corrected = await bench.send([{ ...GOOD, title: '二' }], { batchNo: 'B3' })
    expect(outcomes(corrected)).toMatchObject({ updated: 1 })
  })

  test('run dry says what would become of it and keeps nothing', async () => {
    const rows = [GOOD, { ...GOOD, noteNo: '甲2', issuedOn: '' }, { ...GOOD, noteNo: '甲3', subjectName: '虚构未知' }]
    const dry = await bench.send(rows, { dryRun: true })
    expect([await currentFacts(), await queued('doubts'), await queued('unlinked')]).toEqual([[], [], []])
    expect(await bench.imports.batches.countDocuments()).toBe(0)
    expect(outcomes(await bench.send(rows))).toEqual(outcomes(dry))
    expect(outcomes(await bench.send(rows, { dryRun: true }))).toMatchObject({ duplicate: 3 })
  })

  test('names the rules that held rows back and the lines, tried or meant', async () => {
    const undated = { ...GOOD, issuedOn: '' }
    const rows = [GOOD, undated, { ...undated, noteNo: '甲9' }, { ...GOOD, noteNo: '甲3', subjectName: '无此企业' }]
    const { reasons } = await bench.send(rows, { dryRun: true })
    expect(reasons.filter(({ queue }) => queue !== undefined)).toEqual([
      { queue: 'DOUBTFUL', reason: 'required.issuedOn', field: 'issuedOn', rows: 2, lines: [2, 3] },
      { queue: 'UNLINKED', reason: 'NO_MATCH', field: undefined, rows: 1, lines: [4] },
    ])
    expect((await bench.send(rows)).reasons).toEqual(reasons)
  })

  test('names the rules that remarked on rows which came in, and on none that wait or were there', async () => {
    const rows = [
      GOOD,
      { ...GOOD, noteNo: '甲2', title: '有题' },
      { ...GOOD, noteNo: '甲3' },
      { ...GOOD, issuedOn: '' },
    ]
    const { warnings, reasons } = await bench.send(rows)
    expect([warnings, reasons]).toEqual([
      2,
      [
        { queue: undefined, reason: 'title-stated', field: 'title', rows: 2, lines: [1, 3] },
        { queue: 'DOUBTFUL', reason: 'required.issuedOn', field: 'issuedOn', rows: 1, lines: [4] },
      ],
    ])
    expect((await bench.send(rows)).reasons.map(({ queue }) => queue)).toEqual(['DOUBTFUL'])
  })

  test('of nothing is a report too', async () => {
    expect(await bench.send([])).toMatchObject({ submitted: 0 })
    await expect(bench.sendText('')).rejects.toMatchObject({ code: 'HUB_IMPORT_FILE_REFUSED' })
  })

  test('that has none of the headings is told which there are, and where the form is to be had', async () => {
    const refused = { code: 'HUB_IMPORT_HEADINGS_UNKNOWN', message: expect.stringContaining('文书号、标题、签发日期') }
    await expect(bench.sendText('甲,乙\n1,2\n')).rejects.toMatchObject(refused)
    await expect(bench.sendText('<R><P><甲>1</甲></P></R>')).rejects.toMatchObject(refused)
    expect(new HubError('HUB_IMPORT_HEADINGS_UNKNOWN').remedy.zh).toContain('--template')
  })

  test('keeps its number, its runs and their receipts; the number is not taken for another family', async () => {
    await bench.send([GOOD], { batchNo: 'B4' })
    await bench.send([GOOD], { batchNo: 'B4' })
    const runs = await bench.imports.runs.find({ batchNo: 'B4' }, { sort: { _id: 1 } }).toArray()
    expect(runs.map(({ state, receipt }) => [state, receipt?.created, receipt?.duplicate])).toEqual([
      ['DONE', 1, 0],
      ['DONE', 0, 1],
    ])
    await bench.imports.batches.updateOne({ _id: 'B4' }, { $set: { family: 'other' } })
    await expect(bench.send([GOOD], { batchNo: 'B4' })).rejects.toThrow('已用于')
    expect(await bench.imports.batches.findOne({ _id: 'B4' })).toMatchObject({ family: 'other', state: 'DONE' })
    expect(await bench.imports.runs.countDocuments({ batchNo: 'B4' })).toBe(2)
  })

  test('leaves on every record the way back to batch, line and raw text', async () => {
    await bench.send([{ noteNo: '' }, { ...GOOD, fee: '1,000', 备用: '原样' }], { batchNo: 'B5' })
    const record = await bench.records.modelsOf(importedFamily).current.findOne()
    expect(record).toMatchObject({
      batchNo: 'B5',
      ruleSetId: 'sample.1',
      source: { file: 'test.jsonl', line: 2, raw: { fee: '1,000', 备用: '原样' } },
      quality: [{ rule: 'title-stated', field: 'title' }],
    })
  })
})

describe('a doubtful row', () => {
  test('of any form is given out under the headings of the form; handed in unchanged, it goes on waiting, tried or meant', async () => {
    await bench.send([{ ...GOOD, issuedOn: '昨天', fee: 1.5, place: { street: '虚构路' } }], { batchNo: 'B8' })
    let exported = ''
    for await (const line of bench.places.doubts.export(sampleImporter.plan, { family: sampleImporter.name }))
      exported += line
    expect(exported).not.toMatch(/issuedOn|place/)
    for (const dryRun of [true, false])
      expect(outcomes(await bench.sendText(exported, { dryRun }))).toMatchObject({ duplicate: 1 })
    expect(await bench.imports.doubts.countDocuments({})).toBe(1)
    expect(outcomes(await bench.sendText(exported.replaceAll('昨天', '2024-01-05')))).toMatchObject({ created: 1 })
    const stored = await bench.records.modelsOf(importedFamily).current.findOne()
    expect(stored).toMatchObject({ place: { street: '虚构路' }, issuedOn: '2024-01-05' })
  })

  test('is exported, corrected, imported again, and then no longer waits', async () => {
    await bench.send([{ ...GOOD, issuedOn: '昨天' }], { batchNo: 'B7' })
    let exported = ''
    for await (const line of bench.places.doubts.export(sampleImporter.plan, {
      family: sampleImporter.name,
      batchNo: 'B7',
    }))
      exported += line
    expect(exported).toContain('应为实际存在的日期')
    const headings = (exported.split('\r\n')[0] ?? '').replace('\ufeff', '')
    expect(headings).toBe(`疑问编号,疑问原因,${formHeadings(sampleImporter.plan).join(',')}`)
    const stateOf = async () => (await bench.imports.doubts.find({}).toArray()).map(({ state }) => state).sort()
    expect(outcomes(await bench.sendText(exported))).toMatchObject({ duplicate: 1 })
    expect(await stateOf()).toEqual(['PENDING'])
    expect(outcomes(await bench.sendText(exported.replaceAll('昨天', '前天')))).toMatchObject({ doubtful: 1 })
    expect(await stateOf()).toEqual(['MODIFIED', 'PENDING'])
    expect(outcomes(await bench.sendText(exported.replaceAll('昨天', '2024-01-05')))).toMatchObject({ created: 1 })
    expect(await stateOf()).toEqual(['PENDING', 'PROCESSED'])
  })
})

describe('a row without a known subject', () => {
  test('waits with candidates and comes in by itself once the index learns the subject', async () => {
    const row = { ...GOOD, subjectName: '虚构未知有限公司' }
    expect(outcomes(await bench.send([row], { batchNo: 'B6' }))).toMatchObject({ unlinked: 1 })
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({
      reason: 'NO_MATCH',
      candidates: [{ subjectId: 'S-other', why: 'NAME' }],
      cells: row,
      state: 'PENDING',
    })
    const later = new Date(Date.now() + 60_000)
    expect(await retryLinks(sampleImporter, bench.places, later)).toBe(0)
    known.add('虚构未知有限公司')
    expect(await retryLinks(sampleImporter, bench.places, new Date(later.getTime() + 600_000))).toBe(1)
    expect(await bench.records.modelsOf(importedFamily).current.findOne()).toMatchObject({
      subjectId: 'S-虚构未知有限公司',
      batchNo: 'B6',
      source: { line: 1 },
    })
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({ state: 'PROCESSED' })
    expect(outcomes(await bench.send([row], { batchNo: 'B6' }))).toMatchObject({ duplicate: 1 })
  })

  test('also waits while the index is down: the import does not fail', async () => {
    indexIsUp = false
    expect(outcomes(await bench.send([GOOD]))).toMatchObject({ unlinked: 1 })
    expect(await bench.imports.unlinked.findOne({})).toMatchObject({ reason: 'UNAVAILABLE' })
    indexIsUp = true
    await retryLinks(sampleImporter, bench.places, new Date(Date.now() + 60_000))
    expect(await currentFacts()).toHaveLength(1)
  })
})

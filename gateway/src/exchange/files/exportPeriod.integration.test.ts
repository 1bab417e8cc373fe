import { hash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chunked } from '@hub/schema/formats/testing/importFiles'
import mongoose, { type mongo } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type ChangePage, type ExportJob, exportPeriod } from './exportPeriod.ts'
import { FileLog } from './fileLog.ts'
import type { ExportChange } from './filePlan.ts'
import { readFileReceipt } from './receipts/fileReceipt.ts'
import { DAY, penalty, reporter } from './testing/sampleRecords.ts'

const database = testDatabase()
let client: mongo.MongoClient
let log: FileLog
let folder: string
let changes: ExportChange[]
let behind: string[]

beforeAll(async () => {
  client = await new mongoose.mongo.MongoClient(database.uri).connect()
})
afterAll(() => client.close())

beforeEach(async () => {
  log = new FileLog(client.db(database.name))
  await Promise.all(
    ['files', 'file_sequences', 'file_rows'].map((name) =>
      client.db(database.name).collection(`exchange_${name}`).deleteMany({}),
    ),
  )
  await log.buildIndexes()
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  changes = []
  behind = []
  return () => rm(folder, { recursive: true })
})

const job: ExportJob = {
  agreementId: 'a1',
  agreementVersion: 1,
  basis: '1/SGS-2019',
  message: '001501',
  period: { from: '2026-04-01', to: '2026-04-07' },
  record: 'AdministrativePenalty',
  subject: 'LEGAL_PERSON',
  standard: 'SGS-2019',
  format: 'CSV',
  reporter,
  day: DAY,
  reissue: false,
}
const week = (from: string, to: string) => ({ ...job, period: { from, to } })

/** Adds a change. As in the feed, every change of a record shows it as it stands now; an expiry makes no version. */
function change(recordId: string, values: Record<string, unknown> | null = {}, kind = 'CREATED'): void {
  const isOfIt = (other: ExportChange) => other.recordId === recordId
  const made = changes.filter((other) => isOfIt(other) && other.kind !== 'EXPIRED').length
  const version = kind === 'EXPIRED' ? made : made + 1
  const record = values === null ? null : { ...penalty, docNo: recordId, ...values, recordId, version }
  const sequence = changes.length + 1
  changes = changes.map((other) => (isOfIt(other) ? { ...other, record } : other))
  changes.push({ division: 'market-order', sequence, kind, recordId, version, effectiveOn: null, record })
}

/** A feed in pages of two, whose cursor is the number of the last change. */
async function read(after: string | undefined): Promise<ChangePage> {
  const at = Number(after ?? 0)
  const events = changes.slice(at, at + 2)
  const next = at + events.length
  return {
    events,
    next: String(next),
    hasMore: next < changes.length,
    behind: behind.map((division) => ({ division })),
  }
}

const run = (asked: ExportJob = job) =>
  exportPeriod(asked, { log, read, folder, clock: () => new Date('2026-04-20T01:00:00Z') })

const rowsOf = async (file: string) =>
  (await readFile(join(folder, file), 'utf8'))
    .split('\r\n')
    .slice(1, -1)
    .map((line) => /D\d/.exec(line)?.[0])

describe('the file of a period', () => {
  test('holds each record once as it stands, with a manifest of counts and digests, and is written once', async () => {
    change('D1')
    change('D2', { docNo: null })
    change('D3', { subjectCategory: 'NATURAL_PERSON' })
    change('D1', { facts: '更正' }, 'CORRECTED')
    const manifest = await run()
    expect(manifest).toMatchObject({ file: '001501_20260420_00001.csv', version: 1, nil: false, rows: 1 })
    expect(manifest.withheld.map(({ recordId, faults }) => [recordId, faults[0]?.code])).toEqual([['D2', 'CF_WSH']])
    expect(await rowsOf(manifest.file)).toEqual(['D1'])
    const bytes = await readFile(join(folder, manifest.file))
    expect(manifest.digests).toEqual({ SM3: hash('sm3', bytes), 'SHA-256': hash('sha256', bytes) })
    expect(bytes.toString()).toContain('更正')
    expect(await run()).toEqual(manifest)
    expect((await readdir(folder)).sort()).toEqual([manifest.file, `${manifest.file}.manifest.json`])
    expect(JSON.parse(await readFile(join(folder, `${manifest.file}.manifest.json`), 'utf8'))).toEqual(manifest)
  })

  test('begins where the period before ended; with nothing it is empty and says 无数据上报', async () => {
    change('D1')
    await run()
    const nil = await run(week('2026-04-08', '2026-04-14'))
    expect([nil.file, nil.nil, nil.rows, nil.bytes]).toEqual(['001501_20260420_00002.csv', true, 0, 0])
    change('D2')
    const third = await run(week('2026-04-15', '2026-04-21'))
    expect(await rowsOf(third.file)).toEqual(['D2'])
  })

  test('with nothing but rows that are withheld it is no 无数据上报', async () => {
    change('D1', { docNo: null })
    const { nil, rows, withheld, bytes } = await run()
    expect([nil, rows, withheld.length]).toEqual([false, 0, 1])
    expect(bytes).toBeGreaterThan(0)
  })

  test('is withdrawn from where it was sent, once, by what the receiver knows it by', async () => {
    change('D1')
    change('D2')
    const first = await run()
    change('D1', null, 'REPAIRED')
    change('D9', null, 'WITHDRAWN')
    const second = await run(week('2026-04-08', '2026-04-14'))
    expect(second).toMatchObject({ nil: false, rows: 0 })
    expect(second.withdrawals).toEqual([
      {
        ...{ docNo: 'D1', authorityUscc: penalty.authorityUscc, subjectName: penalty.subjectName },
        ...{ kind: 'REPAIRED', effectiveOn: null, sentIn: first.file },
      },
    ])
    change('D1', null, 'EXPIRED')
    expect((await run(week('2026-04-15', '2026-04-21'))).nil).toBe(true)
  })

  test('is issued again as a new version under a new number, of the same changes', async () => {
    change('D1')
    const first = await run()
    change('D2')
    const again = await run({ ...job, reissue: true })
    expect(again).toMatchObject({ version: 2, replaces: first.file, file: '001501_20260420_00002.csv' })
    expect(await rowsOf(again.file)).toEqual(['D1'])
    const next = await run(week('2026-04-08', '2026-04-14'))
    expect(await rowsOf(next.file)).toEqual(['D2'])
  })

  test('issued again it begins where its first version began, whatever came before', async () => {
    change('D1')
    await run()
    change('D2')
    await run(week('2026-04-08', '2026-04-14'))
    const again = await run({ ...week('2026-04-08', '2026-04-14'), reissue: true })
    expect(await rowsOf(again.file)).toEqual(['D2'])
  })

  test('issued again it begins where its first version began, though the period before was written late', async () => {
    change('D1')
    await run(week('2026-04-08', '2026-04-14'))
    await run()
    const again = await run({ ...week('2026-04-08', '2026-04-14'), reissue: true })
    expect(await rowsOf(again.file)).toEqual(['D1'])
  })

  test('issued again after a repair it withdraws nothing; the period of the repair does', async () => {
    change('D1')
    await run()
    change('D1', null, 'REPAIRED')
    for (const version of [2, 3])
      expect(await run({ ...job, reissue: true })).toMatchObject({ version, rows: 0, withdrawals: [] })
    const { withdrawals } = await run(week('2026-04-08', '2026-04-14'))
    expect(withdrawals).toMatchObject([{ docNo: 'D1', kind: 'REPAIRED' }])
  })

  test('issued again after a correction and a repair it leaves the withdrawal to the period of the repair', async () => {
    change('D1')
    await run()
    change('D1', {}, 'CORRECTED')
    const second = await run(week('2026-04-08', '2026-04-14'))
    change('D1', null, 'REPAIRED')
    expect((await run({ ...job, reissue: true })).withdrawals).toEqual([])
    const { withdrawals } = await run(week('2026-04-15', '2026-04-21'))
    expect(withdrawals).toMatchObject([{ docNo: 'D1', kind: 'REPAIRED', sentIn: second.file }])
  })

  test('issued again it withdraws again what its first version did', async () => {
    change('D1')
    const { file: sentIn } = await run()
    change('D1', null, 'REPAIRED')
    const { withdrawals } = await run(week('2026-04-08', '2026-04-14'))
    expect(withdrawals).toMatchObject([{ docNo: 'D1', sentIn }])
    for (const version of [2, 3]) {
      const again = await run({ ...week('2026-04-08', '2026-04-14'), reissue: true })
      expect(again).toMatchObject({ version, withdrawals })
    }
  })

  test('is not written while a division is out, and then under the number it had', async () => {
    change('D1')
    behind = ['market-order']
    await expect(run()).rejects.toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE' })
    expect(await readdir(folder)).toEqual([])
    behind = []
    expect((await run()).file).toBe('001501_20260420_00001.csv')
  })

  test('taken up again it has the format of its name, whatever is asked for now', async () => {
    change('D1')
    behind = ['market-order']
    await expect(run({ ...job, format: 'XML' })).rejects.toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE' })
    behind = []
    const { file, format } = await run({ ...job, format: 'CSV' })
    expect([file, format]).toEqual(['001501_20260420_00001.xml', 'XML'])
    expect(await readFile(join(folder, file), 'utf8')).toMatch(/^<\?xml /)
  })

  test('broken off before its manifest, it is announced by the next run as it is', async () => {
    change('D1')
    const manifest = await run()
    await unlink(join(folder, `${manifest.file}.manifest.json`))
    change('D2')
    expect(await run()).toEqual(manifest)
    expect(JSON.parse(await readFile(join(folder, `${manifest.file}.manifest.json`), 'utf8'))).toEqual(manifest)
  })

  test.each(['updateOne', 'bulkWrite'] as const)('broken off at %s it has remembered nothing', async (step) => {
    change('D1')
    await run()
    change('D1', null, 'REPAIRED')
    const crash = vi.spyOn(mongoose.mongo.Collection.prototype, step).mockRejectedValueOnce(new Error('crash'))
    await expect(run(week('2026-04-08', '2026-04-14'))).rejects.toThrow('crash')
    crash.mockRestore()
    const { withdrawals } = await run(week('2026-04-08', '2026-04-14'))
    expect(withdrawals.map(({ docNo }) => docNo)).toEqual(['D1'])
  })

  test('numbers are never used twice, however many hubs write at once', async () => {
    const jobs = Array.from({ length: 12 }, (_, index) => ({ ...job, agreementId: `a${index}` }))
    const files = (await Promise.all(jobs.map((one) => run(one)))).map(({ file }) => file)
    expect(new Set(files).size).toBe(jobs.length)
  })

  test('of runs that write the same file at once one stands, and the bytes are those that it tells of', async () => {
    for (const id of ['D1', 'D2', 'D3', 'D4', 'D5', 'D6']) change(id)
    const manifests = await Promise.all(
      changes.map(({ sequence }) =>
        exportPeriod(job, {
          log,
          folder,
          // The later a run reads, the more it finds.
          read: async () => ({ events: changes.slice(0, sequence), next: `${sequence}`, hasMore: false, behind: [] }),
          clock: () => new Date(Date.UTC(2026, 3, 20, 1, sequence)),
        }),
      ),
    )
    const [manifest] = manifests
    if (manifest === undefined) throw new Error('no manifest')
    for (const other of manifests) expect(other).toEqual(manifest)
    const bytes = await readFile(join(folder, manifest.file))
    expect(manifest.digests).toEqual({ SM3: hash('sm3', bytes), 'SHA-256': hash('sha256', bytes) })
    expect(JSON.parse(await readFile(join(folder, `${manifest.file}.manifest.json`), 'utf8'))).toEqual(manifest)
    expect((await readdir(folder)).sort()).toEqual([manifest.file, `${manifest.file}.manifest.json`])
    expect(await log.entryOf(manifest.file)).toMatchObject({ manifest, until: `${manifest.rows}` })
    change('D7')
    expect((await run(week('2026-04-08', '2026-04-14'))).rows).toBe(7 - manifest.rows)
  })

  test('broken off before the file has its name, it gets it from the next run', async () => {
    change('D1')
    const name = '001501_20260420_00001.csv'
    await mkdir(join(folder, name))
    await expect(run()).rejects.toMatchObject({ code: 'EISDIR' })
    expect((await readdir(folder)).some((file) => file.endsWith('.manifest.json'))).toBe(false)
    await rmdir(join(folder, name))
    const { file, digests } = await run()
    expect(file).toBe(name)
    expect(digests['SHA-256']).toBe(hash('sha256', await readFile(join(folder, name))))
    expect((await readdir(folder)).sort()).toEqual([name, `${name}.manifest.json`])
  })

  test('keeps the receipt that comes back for it', async () => {
    change('D1')
    const { file, rows } = await run()
    const receipt = await readFileReceipt(chunked('行号,结果,原因\n1,未关联,名称与代码不符\n'), rows)
    expect(await log.acknowledged(file, receipt)).toBe(true)
    expect((await log.entryOf(file))?.receipt).toEqual(receipt)
    expect(await log.acknowledged('001501_20260420_09999.csv', receipt)).toBe(false)
  })
})

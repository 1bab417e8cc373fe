import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AgreementActs } from '@hub/gateway/exchange/agreements/agreementActs'
import { AgreementStore } from '@hub/gateway/exchange/agreements/agreementStore'
import type { FeedReader } from '@hub/gateway/exchange/feed/feedReader'
import { FileLog } from '@hub/gateway/exchange/files/fileLog'
import { type Manifest, manifestSchema } from '@hub/gateway/exchange/files/manifest'
import { FileRuns } from '@hub/gateway/exchange/files/runs/fileRuns'
import { penalty, permit, reporter } from '@hub/gateway/exchange/files/testing/sampleRecords'
import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import type { ChangeRequest } from '@hub/kit/store/writeRequest'
import { textWorkbook } from '@hub/schema/formats/testing/workbookFile'
import mongoose, { type mongo } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LeakWorld, leakWorld } from '../leak/leakWorld.ts'
import { write } from '../leak/seed.ts'
import { testDatabase } from '../setup/testDatabase.ts'

const database = testDatabase()
let world: LeakWorld
let client: mongo.MongoClient
let acts: AgreementActs
let agreements: AgreementStore
let log: FileLog
let root: string
let now = at('2026-04-03T09:00:00')
const clock = () => now
/** What is younger may still be written. */
const SETTLED_MS = 2_100

function at(shanghai: string): Date {
  return new Date(`${shanghai}+08:00`)
}

beforeAll(async () => {
  world = await leakWorld(database)
  client = await new mongoose.mongo.MongoClient(database.uri).connect()
  const db = client.db(`${database.name}-files`)
  agreements = new AgreementStore(db)
  acts = new AgreementActs({ store: agreements, refuse: async () => undefined, clock })
  log = new FileLog(db)
  root = await mkdtemp(join(tmpdir(), 'file-runs-'))
}, 300_000)
afterAll(async () => {
  await world.close()
  await client.close()
  await rm(root, { recursive: true })
})

const folder = () => join(root, 'platform')

const terms = {
  partner: '市信用平台',
  title: '双公示报送',
  items: [{ family: 'penalties' }, { family: 'permits' }],
  level: 'SHARED',
  legalBasis: '《虚构办法》第一条',
  mode: 'FILE',
  format: 'CSV',
  schedule: { cron: '0 18 * * *' },
  from: '2026-04-01',
  to: '2099-12-31',
  endpoint: 'platform',
}

async function agree(given: object): Promise<void> {
  const { version } = await acts.propose('p', given, { by: '甲', reason: '报送' })
  await acts.approve({ agreement: 'p', version, by: '乙' })
}

/** One round as every hub does it; @returns the manifests that it has added, by message. */
async function round(time: string): Promise<ReadonlyMap<string, Manifest>> {
  now = at(time)
  const before = new Set(await manifests())
  await runs().round(async () => true)
  const added = (await manifests()).filter((name) => !before.has(name))
  const read = added.map(async (name) => manifestSchema.parse(JSON.parse(await readFile(join(folder(), name), 'utf8'))))
  return new Map((await Promise.all(read)).map((manifest) => [manifest.file.slice(0, 6), manifest]))
}

/** What evidence is to name as the reason of each read. */
const reasons = new Set<string | undefined>()
const feed: Pick<FeedReader, 'read'> = {
  read: (question, cancellation) => {
    reasons.add(question.request?.client)
    return world.feed.read(question, cancellation)
  },
}

/** What was warned of, as it is logged. */
const warnings: Record<string, unknown>[] = []
const logger = pino({ level: 'warn' }, { write: (line) => warnings.push(JSON.parse(line)) })

function runs(): FileRuns {
  const settings = { folder: root, department: '0015', standard: 'SGS-2019', reporter } as const
  return new FileRuns({ agreements, log, feed, settings, logger, clock })
}

async function manifests(): Promise<string[]> {
  return (await readdir(folder()).catch(() => [])).filter((name) => name.endsWith('.manifest.json'))
}

function family(name: string): RecordFamily {
  const found = world.definitions.get('market-order')?.families.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no family ${name}`)
  return found
}

let subjectId = ''
async function decided(
  name: string,
  { __typename, recordId, version, recordedAt, ...fields }: Record<string, unknown>,
) {
  return write(world, 'market-order', family(name), { subjectId, fields: fields as FamilyFields })
}

describe('files of an agreement', () => {
  const ids: Record<string, string> = {}

  test('are written when they are due, of what the agreement covers, with 无数据上报 for tables without records', async () => {
    const identity = { uscc: '91410100MA9EXAMP0X', name: '虚构甲酒业有限公司', identifiers: [] }
    subjectId = await write(world, 'market-order', family('subjects'), { subjectId: undefined, fields: identity })
    ids.one = await decided('penalties', penalty)
    ids.two = await decided('penalties', { ...penalty, docNo: '虚商罚〔2026〕2号' })
    ids.permit = await decided('permits', permit)
    await world.relay('market-order')
    await agree(terms)
    expect(await round('2026-04-03T17:59:00')).toEqual(new Map())
    expect(await runs().reportedUntil('p')).toBeUndefined()
    const pending = { decidedOn: '2026-04-01', dueOn: '2026-04-13', state: 'DUE' }
    const byId = (await runs().pending('p')).map(({ recordId, ...duty }) => [recordId, duty])
    expect(new Map(byId as [string, object][])).toEqual(
      new Map([ids.one, ids.two, ids.permit].map((id) => [id, pending])),
    )
    const written = await round('2026-04-03T18:00:30')
    expect(await runs().reportedUntil('p')).toEqual(new Date('2026-04-03T18:00:30+08:00'))
    const period = { from: '2026-04-01', to: '2026-04-03' }
    expect(written.get('001503')).toMatchObject({ file: '001503_20260403_00001.csv', nil: false, rows: 2, period })
    expect(written.get('001501')).toMatchObject({ nil: false, rows: 1, period })
    expect([written.get('001502')?.nil, written.get('001504')?.nil]).toEqual([true, true])
    expect(reasons).toEqual(new Set(['duties of agreement p:1', 'files of agreement p:1']))
    const text = await readFile(join(folder(), '001503_20260403_00001.csv'), 'utf8')
    expect(text).toContain('虚商罚〔2026〕1号')
    expect(text).toContain('虚商罚〔2026〕2号')
    expect(await runs().pending('p')).toEqual([])
    expect(await round('2026-04-03T23:00:00')).toEqual(new Map())
  })

  test('withdraw what has been repaired, by the file that brought it, and begin where the last ones ended', async () => {
    const change = { kind: 'CHANGE', change: 'REPAIRED', recordState: 'REPAIRED', reason: '信用修复' } as const
    await world
      .storeAt('market-order', '2026-04-04T01:00:00Z')
      .write(family('penalties'), [{ ...change, recordId: ids.one ?? '' }], { operator: 'test' })
    await world.relay('market-order')
    const written = await round('2026-04-06T18:30:00')
    expect(written.get('001503')).toMatchObject({
      period: { from: '2026-04-04', to: '2026-04-06' },
      nil: false,
      rows: 0,
      withdrawals: [{ docNo: penalty.docNo, kind: 'REPAIRED', sentIn: '001503_20260403_00001.csv' }],
    })
    expect(written.get('001501')?.nil).toBe(true)
  })

  test('are answered by receipts laid beside them; one that is none is put aside with the reason', async () => {
    const file = '001503_20260403_00001.csv'
    await writeFile(join(folder(), `${file}.receipt.csv`), '行号,结果,原因\n1,新增,\n2,疑问,文号重复\n')
    await writeFile(join(folder(), '001503_20990101_00001.csv.receipt.csv'), '行号,结果\n1,新增\n')
    await round('2026-04-06T19:00:00')
    expect((await log.entryOf(file))?.receipt).toBeUndefined()
    await delay(SETTLED_MS)
    await round('2026-04-06T19:00:00')
    expect((await log.entryOf(file))?.receipt).toMatchObject({
      counts: { CREATED: 1, DOUBT: 1 },
      lines: [{ row: 1 }, { row: 2, outcome: 'DOUBT', reason: '文号重复' }],
    })
    expect(await readdir(join(folder(), 'receipts'))).toEqual([`${file}.receipt.csv`])
    expect((await readdir(join(folder(), 'refused'))).sort()).toEqual([
      '001503_20990101_00001.csv.receipt.csv',
      '001503_20990101_00001.csv.receipt.csv.txt',
    ])
  })

  test('are answered in any form as well; a link to what is not the partner’s is not followed, and a bad one changes nothing', async () => {
    const file = '001503_20260403_00001.csv'
    const secret = join(folder(), '..', `secret.csv`)
    const answers = ['更新', '重复'].map((word, at) => [String(at + 1), word, ''])
    await writeFile(join(folder(), `${file}.receipt.xlsx`), textWorkbook([['行号', '结果', '原因'], ...answers]))
    await writeFile(join(folder(), `${file}.receipt.xml`), '<R><ROW><行号>1</行号><结果>退回</结果></ROW>')
    await writeFile(secret, '行号,结果\n1,机密\n')
    await symlink(secret, join(folder(), `${file}.receipt.csv`))
    await delay(SETTLED_MS)
    await round('2026-04-06T19:00:00')
    expect((await log.entryOf(file))?.receipt).toMatchObject({ counts: { UPDATED: 1, DUPLICATE: 1, REFUSED: 0 } })
    expect(await readdir(join(folder(), 'receipts'))).toContain(`${file}.receipt.xlsx`)
    const reasons = ['xml', 'csv'].map((form) =>
      readFile(join(folder(), 'refused', `${file}.receipt.${form}.txt`), 'utf8'),
    )
    expect(await Promise.all(reasons)).toEqual([
      expect.stringContaining('回执文件有误'),
      expect.stringContaining('no plain'),
    ])
  })

  test('withdraw what a narrower agreement does not cover any more, and everything once it has ended', async () => {
    await agree({ ...terms, items: [{ family: 'penalties', where: [{ field: 'docNo', in: ['别的文号'] }] }] })
    const narrowed = await round('2026-04-07T18:30:00')
    expect(narrowed.get('001503')?.withdrawals).toMatchObject([{ docNo: '虚商罚〔2026〕2号' }])
    expect(narrowed.get('001501')?.withdrawals).toMatchObject([{ docNo: permit.docNo, kind: 'WITHDRAWN' }])
    await agree(terms)
    const widened = await round('2026-04-08T18:30:00')
    expect([widened.get('001503')?.rows, widened.get('001501')?.rows]).toEqual([1, 1])
    const { version } = await acts.end('p', { by: '甲', reason: '停止' })
    await acts.approve({ agreement: 'p', version, by: '乙' })
    const ended = await round('2026-04-09T08:00:00')
    expect(ended.get('001503')?.withdrawals).toMatchObject([{ docNo: '虚商罚〔2026〕2号' }])
    expect(ended.get('001501')?.withdrawals).toMatchObject([{ docNo: permit.docNo }])
    expect(await round('2026-04-12T08:00:00')).toEqual(new Map())
    const { file = '', period = { from: '', to: '' }, withdrawals } = ended.get('001503') ?? {}
    const again = { day: '2026-04-13', format: 'CSV', basis: 'any', reissue: true } as const
    await log.reserve({ agreementId: 'p', message: '001503', period }, again)
    const reissued = await round('2026-04-13T08:00:00')
    expect(reissued.get('001503')).toMatchObject({ version: 2, replaces: file, nil: false, withdrawals })
  })

  test('withdraw ahead of the next file what does not stand any more, and leave the rest and what is withheld to it', async () => {
    const changed = async (recordId: string | undefined, act: object, time: string) => {
      const request = { kind: 'CHANGE', recordId: recordId ?? '', reason: '试验', ...act } as ChangeRequest
      await world.storeAt('market-order', time).write(family('penalties'), [request], { operator: 'test' })
      await world.relay('market-order')
    }
    const repaired = { change: 'REPAIRED', recordState: 'REPAIRED' }
    now = at('2026-04-14T08:00:00')
    await agree(terms)
    expect((await round('2026-04-14T18:30:00')).get('001503')?.rows).toBe(1)
    ids.three = await decided('penalties', { ...penalty, docNo: '虚商罚〔2026〕3号' })
    ids.four = await decided('penalties', { ...penalty, docNo: '长'.repeat(200) })
    await world.relay('market-order')
    expect(await round('2026-04-15T09:00:00')).toEqual(new Map())
    await changed(ids.two, repaired, '2026-04-15T01:30:00Z')
    const ahead = await round('2026-04-15T10:00:00')
    expect([...ahead.keys()]).toEqual(['001503'])
    expect(ahead.get('001503')).toMatchObject({
      ...{ ahead: true, nil: false, rows: 0, period: { from: '2026-04-15', to: '2026-04-15' } },
      withdrawals: [{ docNo: '虚商罚〔2026〕2号', kind: 'REPAIRED' }],
    })
    expect(await round('2026-04-15T11:00:00')).toEqual(new Map())
    const next = (await round('2026-04-15T18:30:00')).get('001503')
    expect(next).toMatchObject({ rows: 1, withdrawals: [], withheld: [{ recordId: ids.four }] })
    expect(warnings.at(-1)).toMatchObject({ agreement: 'p', overdue: 1, dueSoon: 0, records: [ids.four] })
    expect((await runs().pending('p')).map(({ recordId }) => recordId)).toEqual([ids.four])
    // What the file of this very day has brought goes ahead, too.
    await changed(ids.three, repaired, '2026-04-15T10:40:00Z')
    const again = (await round('2026-04-15T19:00:00')).get('001503')
    expect(again).toMatchObject({ ahead: true, withdrawals: [{ docNo: '虚商罚〔2026〕3号' }] })
    await changed(ids.four, { change: 'CORRECTED', fields: { docNo: '虚商罚〔2026〕4号' } }, '2026-04-15T11:30:00Z')
    expect((await round('2026-04-16T18:30:00')).get('001503')).toMatchObject({ rows: 1, withdrawals: [] })
    expect(await runs().pending('p')).toEqual([])
  })
})

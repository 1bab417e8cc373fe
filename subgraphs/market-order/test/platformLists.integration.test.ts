import type { ImportReceipt } from '@hub/kit/imports/batches/importReceipt'
import { type LinkAnswer, resolveSubjectsQuery } from '@hub/kit/imports/linking/subjectLinker'
import { runImport } from '@hub/kit/imports/running/runImport'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { csvLine } from '@hub/schema/formats/csvLine'
import { chunked } from '@hub/schema/formats/testing/importFiles'
import { workbookFile } from '@hub/schema/formats/testing/workbookFile'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { listEntries } from '../src/models/listEntries.ts'
import { redListEntries } from '../src/models/redListEntries.ts'
import { subjects } from '../src/models/subjects.ts'
import { usccs } from './expectations/samples.ts'
import { entered, enterpriseFields } from './testSubjects.ts'

const PLATFORM = '市信用平台'
const database = testDatabase()
let tested: DivisionUnderTest

beforeAll(async () => {
  const link = async (keys: readonly unknown[]): Promise<LinkAnswer[]> => {
    const { data } = await tested.ask(resolveSubjectsQuery, { keys })
    const answers = data?.resolveSubjects as (LinkAnswer & { subjectId: string | null })[]
    return answers.map((answer) => ({ ...answer, subjectId: answer.subjectId ?? undefined }))
  }
  const connection = await connectTestDatabase(database)
  tested = await divisionUnderTest(division, connection, {
    link,
    findSubject: async (subjectId) => ({ subjectId, recordState: 'CURRENT' }),
  })
})

beforeEach(async () => {
  const { records, imports } = tested.desk
  const own = [subjects, listEntries, redListEntries].flatMap((family) =>
    Object.values(records.modelsOf(family)).slice(0, 2),
  )
  const emptied = [...own, records.keys.collection, records.outbox, ...Object.values(imports)]
  await Promise.all(emptied.map((collection) => (collection as typeof records.outbox).deleteMany({})))
  for (const number of [0, 1, 2]) await entered(tested, enterpriseFields(number))
  await records.outbox.deleteMany({})
})

interface Sent {
  family?: string
  provider?: string | undefined
  batchNo?: string
}

/** Sends a file to the division as its door does; answers what became of its rows. */
async function send(content: string | Uint8Array, sent: Sent = {}) {
  const { family = 'list-entries', provider, batchNo } = { provider: PLATFORM, ...sent }
  const { importers, batches, places } = tested.desk
  const importer = importers.find(({ name }) => name === family)
  if (importer === undefined) throw new Error(family)
  const { signal } = new AbortController()
  const own = { bytes: chunked(content), batchNo, provider, operator: 'test', signal, onProgress: () => undefined }
  return outcomes(await runImport(importer, own, batches, places))
}

const NOTHING = { submitted: 0, created: 0, updated: 0, doubtful: 0, unlinked: 0, duplicate: 0 }
const outcomes = (receipt: ImportReceipt) =>
  Object.fromEntries(Object.keys(NOTHING).map((name) => [name, receipt[name as keyof typeof NOTHING]]))
const came = (counts: Partial<typeof NOTHING>) => ({ ...NOTHING, ...counts })

const csv = (...lines: string[][]) => lines.map((line) => csvLine(line)).join('')
const name = (number: number) => `虚构${number}号贸易有限公司`
const uscc = (number: number) => usccs[number] ?? ''

/** As a credit platform writes them; 目录编码 is a column that nobody here knows. */
const HEADINGS = [
  '失信主体名称',
  '统一社会信用代码',
  '名单类型',
  '列入事由',
  '认定日期',
  '认定单位',
  '决定书文号',
  '信源单位',
  '目录编码',
]
const row = (number: number, listedOn = '2026-03-02', docNo = `虚列〔2026〕${number}号`) => [
  name(number),
  uscc(number),
  '虚构失信主体名单',
  '虚构：拒不履行',
  listedOn,
  '虚构市人民法院',
  docNo,
  '虚构市人民法院',
  'M01',
]
const LIST = csv(HEADINGS, row(0), row(1))

const REMOVAL_HEADINGS = ['企业名称', '统一社会信用代码', '名单名称', '移出日期', '移出原因', '移出部门']
const removal = (number: number, ...more: string[]) => [
  name(number),
  uscc(number),
  '虚构失信主体名单',
  '2026-06-01',
  '虚构：已履行',
  '虚构市人民法院',
  ...more,
]
const REMOVALS = csv(REMOVAL_HEADINGS, removal(0))

async function entries(): Promise<Record<string, unknown>[]> {
  const { data, errorCodes } = await tested.ask(`{ listEntries(orderBy: { field: LISTED_ON, direction: ASC }) { nodes {
    version recordState listKind listName listedReason listedOn listingAuthority listingDocNo onList validTo removedOn
    removedReason dataSource provider history { version provider removedOn } } } }`)
  expect(errorCodes).toEqual([])
  return (data?.listEntries as { nodes: Record<string, unknown>[] } | undefined)?.nodes ?? []
}

const kinds = async () =>
  (await tested.desk.records.outbox.find({}, { sort: { _id: 1 } }).toArray()).map(({ kind }) => kind)

describe('a list of the credit platform', () => {
  test('comes in by its own headings, with the unit it is from and who provided it', async () => {
    expect(await send(LIST)).toEqual(came({ submitted: 2, created: 2 }))
    expect((await entries())[0]).toMatchObject({
      listKind: 'SERIOUS_DISHONESTY',
      listName: '虚构失信主体名单',
      listedReason: '虚构：拒不履行',
      listedOn: '2026-03-02',
      listingAuthority: '虚构市人民法院',
      onList: true,
      dataSource: '虚构市人民法院',
      provider: PLATFORM,
    })
    const [record] = await tested.desk.records.modelsOf(listEntries).current.find({}).toArray()
    expect(record?.source?.raw).toMatchObject({ 目录编码: 'M01' })
  })

  test('of whatever form says the same: XLSX, XML and JSON lines after CSV are known', async () => {
    await send(LIST)
    const rows = [HEADINGS, row(0), row(1)]
    const sheet = rows.map(
      (line) => `<row>${line.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`,
    )
    const items = rows.slice(1).map((line) => Object.fromEntries(HEADINGS.map((heading, at) => [heading, line[at]])))
    const xml = items.map(
      (item) =>
        `<ROW>${Object.entries(item)
          .map(([tag, text]) => `<${tag}>${text}</${tag}>`)
          .join('')}</ROW>`,
    )
    for (const content of [
      workbookFile({ sheets: [{ name: '名单', rows: sheet.join('') }] }),
      `<ROWDATA>${xml.join('')}</ROWDATA>`,
      items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    ]) {
      expect(await send(content)).toEqual(came({ submitted: 2, duplicate: 2 }))
    }
  })

  test('is linked and doubted by the same rules as any batch, and known when it is sent again', async () => {
    const file = csv(
      HEADINGS,
      row(0),
      [name(0), uscc(1), ...row(0).slice(2)],
      ['虚构查无贸易有限公司', '', ...row(0).slice(2)],
      row(2, '3000-01-01'),
    )
    expect(await send(file, { batchNo: 'P1' })).toEqual(came({ submitted: 4, created: 1, unlinked: 2, doubtful: 1 }))
    expect(await send(file, { batchNo: 'P1' })).toEqual(came({ submitted: 4, duplicate: 4 }))
    expect(await send(file)).toEqual(came({ submitted: 4, duplicate: 4 }))
    const { doubts, unlinked } = tested.desk.imports
    expect((await doubts.find({}).toArray()).map(({ provider }) => provider)).toEqual([PLATFORM])
    expect((await unlinked.find({}).toArray()).map(({ provider }) => provider)).toEqual([PLATFORM, PLATFORM])
  })

  test('a number of another organisation is left to it', async () => {
    await send(LIST, { batchNo: 'P1' })
    await expect(send(LIST, { batchNo: 'P1', provider: '虚构市中院' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})

describe('a removal from the list', () => {
  test('ends the entry that stands, and keeps all that was said of it', async () => {
    await send(LIST)
    expect(await send(REMOVALS)).toEqual(came({ submitted: 1, updated: 1 }))
    expect((await entries()).find(({ version }) => version === 2)).toMatchObject({
      recordState: 'CURRENT',
      onList: false,
      listedReason: '虚构：拒不履行',
      listedOn: '2026-03-02',
      removedOn: '2026-06-01',
      removedReason: '虚构：已履行',
      validTo: '2026-06-01',
      provider: PLATFORM,
    })
    expect(await kinds()).toEqual(['CREATED', 'CREATED', 'CORRECTED'])
    expect(await send(REMOVALS)).toEqual(came({ submitted: 1, duplicate: 1 }))
  })

  test('stands, whichever of the files is sent once more, under its number or another', async () => {
    await send(LIST, { batchNo: 'P1' })
    await send(REMOVALS, { batchNo: 'P2' })
    expect(await send(LIST, { batchNo: 'P1' })).toEqual(came({ submitted: 2, duplicate: 2 }))
    expect(await send(LIST, { batchNo: 'P3' })).toEqual(came({ submitted: 2, duplicate: 2 }))
    expect(await send(REMOVALS, { batchNo: 'P2' })).toEqual(came({ submitted: 1, duplicate: 1 }))
    expect((await entries()).map(({ onList }) => onList)).toEqual([false, true])
  })

  test('within one file, or with all columns of the entry, is the same', async () => {
    const all = [...HEADINGS, '移出日期', '名单状态']
    const file = csv(all, [...row(0), '', '在列'], [...row(0), '2026-06-01', '已移出'])
    expect(await send(file, { batchNo: 'P1' })).toEqual(came({ submitted: 2, created: 1, updated: 1 }))
    expect(await send(file, { batchNo: 'P1' })).toEqual(came({ submitted: 2, duplicate: 2 }))
    expect(await entries()).toMatchObject([{ onList: false, removedOn: '2026-06-01', version: 2 }])
  })

  test('that says which entry only in part ends that entry, and makes no second one', async () => {
    await send(csv(HEADINGS, row(0)))
    const file = csv([...REMOVAL_HEADINGS, '列入日期', '列入部门'], removal(0, '2026-03-02', '虚构市人民法院'))
    expect(await send(file)).toEqual(came({ submitted: 1, updated: 1 }))
    expect(await entries()).toHaveLength(1)
  })

  test('of nobody on the list, or of one of several entries, is a doubt', async () => {
    await send(csv(HEADINGS, row(0, '2026-01-05', '虚列〔2026〕8号'), row(0, '2026-02-05', '虚列〔2026〕9号')))
    expect(await send(csv(REMOVAL_HEADINGS, removal(0), removal(1)))).toEqual(came({ submitted: 2, doubtful: 2 }))
    const found = await tested.desk.imports.doubts.find({}, { sort: { line: 1 } }).toArray()
    expect(found.map(({ faults }) => faults.map(({ rule }) => rule))).toEqual([
      ['conflict.SEVERAL_TO_END'],
      ['conflict.NOTHING_TO_END'],
    ])
    const named = csv([...REMOVAL_HEADINGS, '决定书文号'], removal(0, '虚列〔2026〕9号'))
    expect(await send(named)).toEqual(came({ submitted: 1, updated: 1 }))
    expect((await entries()).map(({ onList }) => onList)).toEqual([true, false])
  })

  test('without a day is a doubt, and a later listing is an entry of its own', async () => {
    await send(csv(HEADINGS, row(0)))
    await send(REMOVALS)
    const undated = csv([...HEADINGS, '名单状态'], [...row(1), '移出'])
    expect(await send(undated)).toEqual(came({ submitted: 1, doubtful: 1 }))
    expect(await send(csv(HEADINGS, row(0, '2026-07-01', '虚列〔2026〕70号')))).toEqual(
      came({ submitted: 1, created: 1 }),
    )
    expect((await entries()).map(({ onList }) => onList)).toEqual([false, true])
  })
})

describe('an entry that should never have been made', () => {
  const revoked = csv([...HEADINGS, '名单状态'], [...row(0), '已撤销'])

  test('is withdrawn, not lost, and does not come back by itself', async () => {
    await send(LIST, { batchNo: 'P1' })
    expect(await send(revoked, { batchNo: 'P2' })).toEqual(came({ submitted: 1, updated: 1 }))
    expect(await kinds()).toEqual(['CREATED', 'CREATED', 'WITHDRAWN'])
    const { current, versions } = tested.desk.records.modelsOf(listEntries)
    expect(await current.findOne({ recordState: 'WITHDRAWN' })).toMatchObject({
      listedReason: '虚构：拒不履行',
      version: 2,
    })
    expect(await versions.countDocuments({})).toBe(3)
    for (const batchNo of ['P2', 'P4'])
      expect(await send(revoked, { batchNo })).toEqual(came({ submitted: 1, duplicate: 1 }))
    expect(await send(LIST, { batchNo: 'P1' })).toEqual(came({ submitted: 2, duplicate: 2 }))
    expect(await send(LIST, { batchNo: 'P5' })).toEqual(came({ submitted: 2, doubtful: 1, duplicate: 1 }))
  })

  test('of which nobody has heard makes none', async () => {
    expect(await send(revoked)).toEqual(came({ submitted: 1, doubtful: 1 }))
    expect(await tested.desk.records.outbox.countDocuments({})).toBe(0)
  })
})

describe('whose record it is', () => {
  const own = { provider: undefined }

  test('what the division reported itself no list from outside changes without a person', async () => {
    expect(await send(LIST, own)).toEqual(came({ submitted: 2, created: 2 }))
    expect(await send(REMOVALS)).toEqual(came({ submitted: 1, doubtful: 1 }))
    const [doubt] = await tested.desk.imports.doubts.find({}).toArray()
    expect(doubt?.faults).toMatchObject([{ rule: 'conflict.REPORTED_BY_ANOTHER' }])
    expect((await entries()).map((entry) => [entry.onList, entry.provider])).toEqual([
      [true, null],
      [true, null],
    ])
  })

  test('what the division reports of it as well is its own from then on', async () => {
    await send(LIST)
    const more = csv(HEADINGS, row(0).with(3, '虚构：拒不履行生效判决'))
    expect(await send(more, own)).toEqual(came({ submitted: 1, updated: 1 }))
    expect((await entries()).map((entry) => entry.provider).sort()).toEqual([null, PLATFORM])
    const [changed] = (await entries()).filter(({ version }) => version === 2)
    expect(changed?.history).toMatchObject([{ provider: null }, { provider: PLATFORM }])
  })

  test('what an officer makes of a waiting row is still theirs who sent it', async () => {
    await send(csv(HEADINGS, [name(0), '', ...row(0).slice(2)]))
    const [waiting] = await tested.desk.imports.unlinked.find({}).toArray()
    const subject = await tested.desk.records.modelsOf(subjects).current.findOne({ name: name(0) })
    const { data, errorCodes } = await tested.ask(
      'mutation ($input: LinkRowInput!) { marketOrderLinkRow(input: $input) { row { outcome provider } } }',
      { input: { rowId: `unlinked:${waiting?._id}`, subjectId: subject?.recordId, reason: '虚构：核对无误' } },
    )
    expect([errorCodes, data]).toEqual([
      [],
      { marketOrderLinkRow: { row: { outcome: 'CREATED', provider: PLATFORM } } },
    ])
    expect(await entries()).toMatchObject([{ provider: PLATFORM }])
  })
})

describe('a red list', () => {
  const headings = [
    '守信主体名称',
    '统一社会信用代码',
    '红名单名称',
    '认定日期',
    '认定单位',
    '认定文号',
    '公示截止日期',
    'bmmc',
    'hj_hmd',
  ]
  const red = (number: number, mark = '2') => [
    name(number),
    uscc(number),
    '虚构A级纳税人',
    '2026-04-01',
    '虚构市税务局',
    `虚红〔2026〕${number}号`,
    '2030-04-01',
    '虚构市税务局',
    mark,
  ]
  const ask = async () => {
    const { data, errorCodes } = await tested.ask(
      '{ redListEntries { nodes { honorName listedOn validTo removedOn removedReason dataSource provider } } }',
    )
    expect(errorCodes).toEqual([])
    return (data?.redListEntries as { nodes: unknown[] } | undefined)?.nodes
  }

  test('comes in and ends alike; a row of a black list among it is a doubt', async () => {
    const family = 'red-list-entries'
    expect(await send(csv(headings, red(0), red(1, '1')), { family })).toEqual(
      came({ submitted: 2, created: 1, doubtful: 1 }),
    )
    const taken = csv(
      ['企业名称', '统一社会信用代码', '荣誉名称', '退出日期', '退出原因'],
      [name(0), uscc(0), '虚构A级纳税人', '2026-05-01', '虚构：降级'],
    )
    expect(await send(taken, { family })).toEqual(came({ submitted: 1, updated: 1 }))
    expect(await send(taken, { family })).toEqual(came({ submitted: 1, duplicate: 1 }))
    expect(await ask()).toMatchObject([
      {
        listedOn: '2026-04-01',
        validTo: '2026-05-01',
        removedOn: '2026-05-01',
        removedReason: '虚构：降级',
        dataSource: '虚构市税务局',
        provider: PLATFORM,
      },
    ])
  })
})

import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { division as trade } from '@hub/trade/division'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'

const SUBJECT = '虚构演示有限公司'

/** One family of each division, a good row of it, and the column whose text spoils it. */
const DESKS = [
  {
    division: foreignInvestment,
    prefix: 'foreignInvestment',
    family: 'records',
    row: {
      filingRegime: 'REPORT',
      establishmentMode: 'NEW',
      registeredCapital: '100万美元',
      certificateDate: '2024-03-01',
    },
    dated: 'certificateDate',
  },
  {
    division: trade,
    prefix: 'trade',
    family: 'liquor-filings',
    row: {
      filingNo: '演示备1',
      operatorType: 'WHOLESALE',
      filedOn: '2010-03-01',
      authority: '演示市商务局（虚构）',
      statusHistory: '[{"status":"VALID","since":"2010-03-10"}]',
    },
    dated: 'filedOn',
  },
  {
    division: marketOrder,
    prefix: 'marketOrder',
    family: 'penalties',
    row: { docNo: '演示罚〔2024〕1号', decidedOn: '2024-03-01', authority: '演示市场监管局（虚构）' },
    dated: 'decidedOn',
  },
  {
    division: personnel,
    prefix: 'personnel',
    family: 'commendations',
    row: { honorName: '演示荣誉', grantedOn: '2024-03-01', grantedBy: '演示市商务局（虚构）', status: 'VALID' },
    dated: 'grantedOn',
  },
] as const

const database = testDatabase()
const connections: Connection[] = []
const desks = new Map<string, DivisionUnderTest>()

beforeAll(async () => {
  for (const { division } of DESKS) {
    const dbName = `${database.name}-${division.name}`.slice(0, 60)
    const connection = await mongoose
      .createConnection(database.uri, { dbName, ignoreUndefined: true, autoIndex: false, autoCreate: false })
      .asPromise()
    connections.push(connection)
    const underTest = await divisionUnderTest(division, connection, {
      link: async (identities) =>
        identities.map(({ name }) =>
          name === SUBJECT
            ? { outcome: 'LINKED', subjectId: 'S-right', candidates: [] }
            : { outcome: 'NO_MATCH', candidates: [{ subjectId: 'S-near', name: '虚构相近有限公司', why: 'NAME' }] },
        ),
      findSubject: async (subjectId) =>
        subjectId.startsWith('S-') ? { subjectId, recordState: 'CURRENT', mergedIntoId: null } : undefined,
    })
    desks.set(division.name, underTest)
  }
})
afterAll(async () => {
  for (const connection of connections) {
    await connection.dropDatabase()
    await connection.close()
  }
})

/** An answer, whose parts the tests look at by name. */
interface Asked<Data = Record<string, unknown>> {
  data: Data
  errorCodes: string[]
}

interface ShownRow {
  rowId: string
  faults: { fieldName: string; document: object }[]
}

interface BatchPage {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string }
  nodes: { batchNo: string; standing: Record<string, number> }[]
}

describe.each(DESKS)('the desk of $prefix', ({ division, prefix, family, row, dated }) => {
  const officer: CallerClaims = { caller: `演示·${prefix}`, role: 'OFFICER', unit: '演示处', division: division.name }
  const ask = async (
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<Asked<Record<string, Record<string, unknown>>>> =>
    (await desks.get(division.name)?.ask(query, variables, officer)) as unknown as Asked<
      Record<string, Record<string, unknown>>
    >
  const act = async (name: string, type: string, input: object, selection: string): Promise<Asked> => {
    const field = `${prefix}${name}`
    const { data, errorCodes } = await ask(
      `mutation($input: ${type}!) { act: ${field}(input: $input) { ${selection} } }`,
      { input },
    )
    return { data: data?.act ?? {}, errorCodes }
  }
  const desk = async (selection: string): Promise<Record<string, unknown>> => {
    const { data, errorCodes } = await ask(`{ desk: ${prefix}Desk { ${selection} } }`)
    expect(errorCodes).toEqual([])
    return data.desk ?? {}
  }
  const report = (changes: object, batchNo: string) => {
    const cells = Object.entries({ ...row, subjectName: SUBJECT, ...changes }).map(([heading, text]) => ({
      heading,
      text,
    }))
    const selection =
      'receipt { submitted created updated doubtful unlinked duplicate } row { rowId queue state revision faults { field fieldName rule message document { docNo title } } unlinkedReason candidates { subjectId name why } cells { heading text } }'
    return act('ReportRow', 'ReportRowInput', { family, cells, batchNo }, selection)
  }
  const rowInput = { reason: '演示理由' }

  test('takes single rows, shows what waits and why, and acts on it', async () => {
    const good = await report({}, 'B1')
    expect(good).toMatchObject({
      data: { receipt: { submitted: 1, created: 1, duplicate: 0 }, row: null },
      errorCodes: [],
    })
    expect((await report({}, 'B1')).data.receipt).toMatchObject({ submitted: 1, created: 0, duplicate: 1 })

    const doubt = await report({ [dated]: '昨天' }, 'B1')
    expect(doubt.data).toMatchObject({
      receipt: { submitted: 1, doubtful: 1 },
      row: {
        queue: 'DOUBTFUL',
        state: 'PENDING',
        faults: [{ field: dated, message: expect.stringContaining('日期') }],
      },
    })
    const { rowId, faults } = doubt.data.row as ShownRow
    expect(faults[0]?.fieldName).toMatch(/\p{Script=Han}/u)
    expect(faults[0]?.document).toMatchObject({ title: expect.any(String) })

    const other = { subjectName: '虚构未知有限公司' }
    const waiting = await report(other, 'B2')
    expect(waiting.data).toMatchObject({
      receipt: { unlinked: 1 },
      row: { queue: 'UNLINKED', unlinkedReason: 'NO_MATCH', candidates: [{ subjectId: 'S-near', why: 'NAME' }] },
    })
    const unlinkedId = (waiting.data.row as ShownRow).rowId

    const selection =
      'kind outcome caller unit reason at recordId before { heading text } after { text } row { state revision }'
    const corrected = await act(
      'CorrectRow',
      'CorrectRowInput',
      {
        ...rowInput,
        rowId,
        revision: 0,
        cells: [
          { heading: dated, text: row[dated as never] },
          { heading: 'subjectName', text: '虚构未知有限公司' },
        ],
      },
      selection,
    )
    expect(corrected).toMatchObject({
      data: { kind: 'CORRECT', outcome: 'DUPLICATE', caller: officer.caller, row: { state: 'PROCESSED', revision: 1 } },
      errorCodes: [],
    })
    const again = await act('IgnoreRow', 'SettleRowInput', { ...rowInput, rowId }, selection)
    expect(again.errorCodes).toEqual(['HUB_ROW_SETTLED'])

    await act('IgnoreRow', 'SettleRowInput', { ...rowInput, rowId: unlinkedId }, selection)
    await act('ResubmitRow', 'SettleRowInput', { ...rowInput, rowId: unlinkedId }, selection)
    const wrong = await act(
      'LinkRow',
      'LinkRowInput',
      { ...rowInput, rowId: unlinkedId, subjectId: 'nobody' },
      selection,
    )
    expect(wrong.errorCodes).toEqual(['HUB_SUBJECT_UNKNOWN'])
    const link = { ...rowInput, rowId: unlinkedId, subjectId: 'S-chosen' }
    const linked = await act('LinkRow', 'LinkRowInput', link, selection)
    expect(linked.errorCodes).toEqual([])
    expect(linked.data).toMatchObject({ kind: 'LINK', row: { state: 'PROCESSED', revision: 3 } })
    const { recordId } = linked.data as { recordId: string }

    const unlinked = await act('UnlinkRecord', 'UnlinkRecordInput', { ...rowInput, recordId }, selection)
    expect(unlinked).toMatchObject({ data: { kind: 'UNLINK', row: { state: 'PENDING' } }, errorCodes: [] })
    await act('LinkRow', 'LinkRowInput', { ...rowInput, rowId: unlinkedId, subjectId: 'S-chosen' }, selection)

    expect(
      await desk(`lineage(recordId: "${recordId}") { family subjectId recordState refusedSubjects
        versions { version change operator reason batchNo line raw { heading text } rules { rule passed document { docNo } } batch { batchNo runs { operator state } } }
        rows { rowId } acts { kind subjectId } }`),
    ).toMatchObject({
      lineage: {
        family,
        subjectId: 'S-chosen',
        recordState: 'CURRENT',
        refusedSubjects: [],
        rows: [{ rowId: unlinkedId }],
        acts: [{ kind: 'LINK' }, { kind: 'UNLINK', subjectId: 'S-chosen' }, { kind: 'LINK' }],
      },
    })
  })

  test('lists batches by pages, and says where their rows are and how good they were', async () => {
    const first = await desk(
      'batches(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { batchNo runs { receipt { submitted } } standing { submitted stored doubtful unlinked ignored correctedElsewhere duplicate } quality { stored storedRate { numerator denominator value } } } }',
    )
    const { totalCount, pageInfo, nodes } = first.batches as BatchPage
    expect([totalCount, pageInfo.hasNextPage, nodes.map(({ batchNo }) => batchNo)]).toEqual([2, true, ['B2']])
    const next = await desk(
      `batches(first: 1, after: "${pageInfo.endCursor}") { nodes { batchNo standing { submitted stored doubtful unlinked ignored correctedElsewhere duplicate } } pageInfo { hasNextPage } }`,
    )
    expect(next.batches).toMatchObject({ nodes: [{ batchNo: 'B1' }], pageInfo: { hasNextPage: false } })
    const all = [...nodes, ...(next.batches as BatchPage).nodes]
    for (const { standing } of all) {
      const { submitted, ...places } = standing
      expect(Object.values(places).reduce((sum, rows) => sum + rows, 0)).toBe(submitted)
    }
    const quality = await desk(
      'quality(by: [FAMILY]) { family batches submitted collected stored doubts { total processed } processedRate { numerator denominator value } lateRate { numerator denominator value } checked correctRate { numerator } errorRate { numerator } duties { due dueSoon overdue done doneLate } overdueRate { value } missedRate { numerator denominator } }',
    )
    expect(quality.quality).toContainEqual(
      expect.objectContaining({
        family,
        batches: 2,
        submitted: 4,
        doubts: { total: 1, processed: 1 },
        processedRate: { numerator: 1, denominator: 1, value: '1.000000' },
        missedRate: { numerator: 11, denominator: 12 },
        errorRate: { numerator: 1 },
        // Penalties are to be reported in seven working days; these were decided in 2024.
        duties: { due: 0, dueSoon: 0, overdue: 0, done: 0, doneLate: family === 'penalties' ? 2 : 0 },
      }),
    )
  })

  test('keeps to its own rows, and refuses pages and months that are none', async () => {
    const elsewhere = DESKS.find((other) => other.prefix !== prefix)
    const theirs = await desks.get(elsewhere?.division.name ?? '')?.desk.imports.doubts.findOne({})
    if (theirs != null) {
      const answer = await act('IgnoreRow', 'SettleRowInput', { ...rowInput, rowId: `doubts:${theirs._id}` }, 'kind')
      expect(answer.errorCodes).toEqual(['HUB_ROW_UNKNOWN'])
    }
    const refused = [
      'batches(first: 201) { totalCount }',
      'batches(filter: { month: "2026-13" }) { totalCount }',
      'doubtfulRows(after: "x") { totalCount }',
      'quality(fromMonth: "2026-02", toMonth: "2026-01") { stored }',
      'quality(family: "nothing") { stored }',
      'row(rowId: "x") { state }',
      'lineage(recordId: "x") { family }',
    ]
    for (const selection of refused) {
      const { errorCodes } = await ask(`{ ${prefix}Desk { ${selection} } }`)
      expect([selection, errorCodes.length]).toEqual([selection, 1])
      expect(errorCodes[0]).toMatch(/^(BAD_USER_INPUT|HUB_(ROW|RECORD)_UNKNOWN)$/)
    }
    const counts = await desk(
      'dutyCalendar { family dueOn overdue doneLate } counts { doubtful { total processed } unlinked { total processed } } doubtfulRows(filter: { states: [PROCESSED], batchNo: "B1" }) { totalCount } acts(filter: { kind: LINK }) { totalCount nodes { caller } }',
    )
    const days = counts.dutyCalendar as { family: string; dueOn: string | null; overdue: number; doneLate: number }[]
    expect(days.reduce((sum, { doneLate }) => sum + doneLate, 0)).toBe(family === 'penalties' ? 2 : 0)
    expect(days.every((day) => day.family === family && /^2024-/.test(day.dueOn ?? '') && day.overdue === 0)).toBe(true)
    expect(counts).toMatchObject({
      counts: { doubtful: { total: 1, processed: 1 }, unlinked: { total: 1, processed: 1 } },
      doubtfulRows: { totalCount: 1 },
      acts: { totalCount: 2, nodes: [{ caller: officer.caller }, { caller: officer.caller }] },
    })
  })
})

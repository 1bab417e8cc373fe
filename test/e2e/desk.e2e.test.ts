import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postGraph } from '../setup/postGraph.ts'
import { type StartedHub, startedHub } from './launcher/startedHub.ts'

interface Answer {
  data: Record<string, Record<string, unknown> | null> | null
  errors?: { extensions: { code: string } }[]
}

interface Subject {
  subjectId: string
  name: string
}

interface WaitingRow {
  rowId: string
  cells: { heading: string; text: string }[]
}

const HONOUR = [
  { heading: '荣誉名称', text: '演示荣誉' },
  { heading: '认定日期', text: '昨天' },
  { heading: '颁发机构', text: '演示市商务局（虚构）' },
  { heading: '荣誉状态', text: '有效' },
]

/** To whom a thing is not open, it does not exist. */
const HIDDEN = ['GRAPHQL_VALIDATION_FAILED']

const codes = ({ errors = [] }: Answer): string[] => [...new Set(errors.map(({ extensions }) => extensions.code))]

describe('the desk of a division, asked through the hub', () => {
  let hub: StartedHub
  let officer: string
  let subject: Subject

  beforeAll(async () => {
    hub = await startedHub(['--demo', '20'])
    officer = await tokenOf('officer', '--division', 'personnel')
    const { data } = await ask('{ enterprises(first: 1) { nodes { subjectId name } } }')
    const [first] = (data?.enterprises?.nodes ?? []) as Subject[]
    if (first === undefined) throw new Error('the demo has no enterprise')
    subject = first
  }, 120_000)
  afterAll(() => hub.stop())

  const tokenOf = (role: string, ...more: string[]): Promise<string> => hub.run('token', '--role', role, ...more)

  async function ask(query: string, variables: object = {}, token?: string): Promise<Answer> {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await postGraph(hub.origin, { query, variables }, authorization)
    return (await response.json()) as Answer
  }

  const REPORT = `mutation($input: ReportRowInput!) { personnelReportRow(input: $input) {
    receipt { submitted created doubtful unlinked } row { rowId faults { message } } } }`

  test('an officer reports a row, mends it, links it by hand and undoes that; the act says who', async () => {
    const input = { family: 'commendations', cells: [...HONOUR, { heading: '企业名称', text: subject.name }] }
    const reported = await ask(REPORT, { input }, officer)
    expect(reported.errors).toBeUndefined()
    expect(reported.data?.personnelReportRow?.receipt).toMatchObject({ submitted: 1, doubtful: 1 })
    const { rowId } = (reported.data?.personnelReportRow?.row ?? {}) as WaitingRow
    const mended = await ask(
      'mutation($input: CorrectRowInput!) { personnelCorrectRow(input: $input) { outcome caller } }',
      { input: { rowId, reason: '演示更正', cells: [{ heading: '认定日期', text: '2024-03-01' }] } },
      officer,
    )
    expect(mended.data?.personnelCorrectRow).toEqual({ outcome: 'UNLINKED', caller: 'demo-officer' })
    const waiting = await ask(
      '{ personnelDesk { unlinkedRows(filter: { states: [PENDING] }, first: 200) { nodes { rowId cells { heading text } candidates { subjectId } } } } }',
      {},
      officer,
    )
    const { nodes } = (waiting.data?.personnelDesk?.unlinkedRows ?? { nodes: [] }) as { nodes: WaitingRow[] }
    const row = nodes.find(({ cells }) => JSON.stringify(cells).includes('演示荣誉'))
    const linked = await ask(
      'mutation($input: LinkRowInput!) { personnelLinkRow(input: $input) { outcome recordId } }',
      { input: { rowId: row?.rowId, subjectId: subject.subjectId, reason: '演示关联' } },
      officer,
    )
    expect(linked.data?.personnelLinkRow?.outcome).toBe('CREATED')
    const recordId = linked.data?.personnelLinkRow?.recordId
    const undone = await ask(
      'mutation($input: UnlinkRecordInput!) { personnelUnlinkRecord(input: $input) { outcome row { state unlinkedReason } } }',
      { input: { recordId, reason: '演示撤销' } },
      officer,
    )
    expect(undone.data?.personnelUnlinkRecord).toEqual({
      outcome: 'UNLINKED',
      row: { state: 'PENDING', unlinkedReason: 'REFUSED' },
    })
    const { data } = await ask('query($id: ID!) { commendation(recordId: $id) { recordState } }', { id: recordId })
    expect(data?.commendation?.recordState ?? 'unseen').not.toBe('CURRENT')
  })

  test('it is there for no other: nobody, another division, an inspector who may not act', async () => {
    const input = { family: 'commendations', cells: HONOUR }
    const READ = '{ personnelDesk { batches(first: 1) { totalCount } } }'
    const foreigner = await tokenOf('officer', '--division', 'trade')
    const inspector = await tokenOf('inspector')
    for (const token of [undefined, foreigner, inspector])
      expect(codes(await ask(REPORT, { input }, token))).toEqual(HIDDEN)
    for (const token of [undefined, foreigner]) expect(codes(await ask(READ, {}, token))).toEqual(HIDDEN)
    expect((await ask(READ, {}, inspector)).errors).toBeUndefined()
    expect((await ask(READ, {}, officer)).errors).toBeUndefined()
  })
})

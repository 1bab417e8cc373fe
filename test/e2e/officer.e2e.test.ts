import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { gb18030 } from '@hub/schema/formats/testing/gb18030'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postGraph } from '../setup/postGraph.ts'
import { hubCommand } from './launcher/hubCommand.ts'
import { type StartedHub, startedHub } from './launcher/startedHub.ts'

const today = shanghaiDate(new Date())
const [A, B, C] = ['甲', '乙', '丙'].map((name, index) => ({
  name: `虚构${name}酒业有限公司`,
  uscc: makeUscc({ category: '91', authority: '410100', organisation: `MA0X000${index + 1}` }),
})) as [Firm, Firm, Firm]
/** A day as people write it: the raw text is kept beside the value. */
const WRITTEN = today.replaceAll('-', '/')
const HEADINGS = ['CF_WSH', 'CF_JDRQ', 'CF_CFJG', 'CF_XDR_MC', 'CF_XDR_SHXYM']
const penalty = (number: number, day: string, { name, uscc }: Firm) =>
  [`演示罚〔2026〕${number}号`, day, '演示市商务局（虚构）', name, uscc].join(',')
const FILE = [
  HEADINGS.join(','),
  penalty(1, today, A),
  penalty(2, '昨天', A),
  penalty(3, '2099-01-01', B),
  penalty(4, today, { name: C.name, uscc: '' }),
  penalty(1, today, A),
  penalty(5, '2024-03-01', B),
]

interface Firm {
  name: string
  uscc: string
}

interface ShownRow {
  rowId: string
  cells: { heading: string; text: string }[]
  candidates: { subjectId: string }[]
}

let hub: StartedHub
let officer: string

beforeAll(async () => {
  hub = await startedHub(['--empty'])
  officer = await hub.run('token', '--role', 'officer', '--division', 'market-order')
}, 120_000)
afterAll(() => hub.stop())

const importing = (family: string, ...more: string[]) =>
  hub.run('import', 'market-order', family, ...more, '--port', String(hub.port))

/** What could not be kept as evidence was not answered, and a mutation not done: then he asks again. */
async function ask<Result>(query: string, variables: object = {}, times = 5): Promise<Result> {
  const response = await postGraph(hub.origin, { query, variables }, { authorization: `Bearer ${officer}` })
  const { data, errors } = (await response.json()) as { data: Result; errors?: { extensions: { code: string } }[] }
  if (times > 1 && errors?.[0]?.extensions.code === 'HUB_EVIDENCE_UNAVAILABLE') return ask(query, variables, times - 1)
  expect(errors).toBeUndefined()
  return data
}

async function desk<Result>(selection: string): Promise<Result> {
  return (await ask<{ marketOrderDesk: Result }>(`{ marketOrderDesk { ${selection} } }`)).marketOrderDesk
}

async function act(name: string, type: string, input: object): Promise<{ outcome: string; recordId: string }> {
  const mutation = `mutation ($input: ${type}!) { act: marketOrder${name}(input: $input) { outcome recordId caller reason } }`
  const { act: done } = await ask<{ act: { outcome: string; recordId: string } }>(mutation, {
    input: { reason: '演示理由', ...input },
  })
  expect(done).toMatchObject({ caller: 'demo-officer', reason: '演示理由' })
  return done
}

/** Where a batch's rows are now; they are all somewhere, at every step. */
async function standing(batchNo: string): Promise<Record<string, number>> {
  const places = 'submitted stored doubtful unlinked ignored correctedElsewhere duplicate'
  const { batch } = await desk<{ batch: { standing: Record<string, number> } }>(
    `batch(batchNo: "${batchNo}") { standing { ${places} } }`,
  )
  const { submitted, ...others } = batch.standing
  expect(Object.values(others).reduce((sum, rows) => sum + rows, 0)).toBe(submitted)
  return batch.standing
}

async function rowsIn(queue: 'doubtfulRows' | 'unlinkedRows'): Promise<ShownRow[]> {
  const selection = `${queue}(filter: { states: [PENDING] }) { nodes { rowId cells { heading text } candidates { subjectId } } }`
  return (await desk<Record<string, { nodes: ShownRow[] }>>(selection))[queue]?.nodes ?? []
}

const rowOf = (rows: ShownRow[], number: number): string =>
  rows.find(({ cells }) => cells.some(({ text }) => text.includes(`${number}号`)))?.rowId ?? ''

async function figures() {
  const { quality } = await desk<{ quality: object[] }>(
    'quality(family: "penalties") { stored doubts { total pending processed ignored } unlinked { pending } lateRate { numerator denominator } duties { due dueSoon overdue done doneLate } }',
  )
  return quality[0]
}

test('an officer takes a dirty file through the desk: every row ends where he put it, and is told of', async () => {
  await writeFile(join(hub.folder, 'registry.jsonl'), [A, B, C].map((firm) => `${JSON.stringify(firm)}\n`).join(''))
  await importing('registry', join(hub.folder, 'registry.jsonl'))
  const file = join(hub.folder, 'penalties.csv')
  await writeFile(file, gb18030(`${FILE.join('\r\n')}\r\n`))
  expect(await importing('penalties', file, '--batch', 'B1', '--dry-run')).toMatch(/dry run/)
  const receipt = await importing('penalties', file, '--batch', 'B1')
  expect(receipt.replaceAll(/\s+/g, ' ')).toMatch(/上报.* 6/)
  expect(await standing('B1')).toMatchObject({ submitted: 6, stored: 2, doubtful: 2, unlinked: 1, duplicate: 1 })
  expect(await figures()).toMatchObject({
    stored: 2,
    doubts: { total: 2, pending: 2 },
    unlinked: { pending: 1 },
    lateRate: { numerator: 1, denominator: 2 },
    duties: { done: 1, doneLate: 1 },
  })
  const faults = 'faults { field fieldName rule message document { docNo title } }'
  const { doubtfulRows } = await desk<Record<string, { nodes: object[] }>>(`doubtfulRows { nodes { ${faults} } }`)
  const told = { fieldName: expect.stringMatching(/日期/), document: { title: expect.any(String) } }
  expect(doubtfulRows?.nodes).toMatchObject([{ faults: [told] }, { faults: [told] }])

  const doubts = await rowsIn('doubtfulRows')
  const mended = await act('CorrectRow', 'CorrectRowInput', {
    rowId: rowOf(doubts, 2),
    cells: [{ heading: 'CF_JDRQ', text: WRITTEN }],
  })
  expect(mended.outcome).toBe('CREATED')
  await act('IgnoreRow', 'SettleRowInput', { rowId: rowOf(doubts, 3) })
  expect(await standing('B1')).toMatchObject({ stored: 3, doubtful: 0, ignored: 1 })

  const why = 'unlinkedRows { nodes { unlinkedReason candidates { subjectId name why } } }'
  expect(await desk(why)).toMatchObject({
    unlinkedRows: { nodes: [{ unlinkedReason: 'NO_MATCH', candidates: [{ name: C.name, why: 'NAME' }] }] },
  })
  const [waiting] = await rowsIn('unlinkedRows')
  const subjectId = waiting?.candidates[0]?.subjectId
  expect((await act('LinkRow', 'LinkRowInput', { rowId: waiting?.rowId, subjectId })).outcome).toBe('CREATED')
  expect(await standing('B1')).toMatchObject({ stored: 4, unlinked: 0 })

  await act('UnlinkRecord', 'UnlinkRecordInput', { recordId: mended.recordId })
  expect(await standing('B1')).toMatchObject({ stored: 3, unlinked: 1 })
  const [taken] = await rowsIn('unlinkedRows')
  expect((await act('ResubmitRow', 'SettleRowInput', { rowId: taken?.rowId })).outcome).toBe('UNLINKED')
  const { enterprise } = await ask<{ enterprise: { subjectId: string } }>(
    'query ($uscc: USCC) { enterprise(uscc: $uscc) { subjectId } }',
    { uscc: A.uscc },
  )
  await act('LinkRow', 'LinkRowInput', { rowId: taken?.rowId, subjectId: enterprise.subjectId })
  expect(await standing('B1')).toMatchObject({ stored: 4, unlinked: 0, ignored: 1 })

  await writeFile(file, [HEADINGS.join(','), penalty(7, '前天', B), penalty(8, today, B)].join('\n'))
  await importing('penalties', file, '--batch', 'B2')
  const exported = join(hub.folder, 'doubts.csv')
  await importing('penalties', exported, '--doubts')
  await writeFile(exported, (await readFile(exported, 'utf8')).replaceAll('前天', today))
  await importing('penalties', exported, '--batch', 'B3')
  expect(await standing('B2')).toMatchObject({ submitted: 2, stored: 1, correctedElsewhere: 1 })
  expect(await standing('B3')).toMatchObject({ submitted: 1, stored: 1 })
  expect(await figures()).toMatchObject({
    stored: 6,
    doubts: { total: 3, pending: 0, processed: 2, ignored: 1 },
    unlinked: { pending: 0 },
    lateRate: { numerator: 1, denominator: 6 },
    duties: { due: 0, dueSoon: 0, overdue: 0, done: 5, doneLate: 1 },
  })
  expect(
    await desk(`lineage(recordId: "${mended.recordId}") { subjectId recordState
      versions { version batchNo line raw { heading text } batch { runs { operator } } } acts { kind } }`),
  ).toMatchObject({
    lineage: {
      subjectId: enterprise.subjectId,
      recordState: 'CURRENT',
      versions: [
        { version: 3 },
        { version: 2 },
        { version: 1, batchNo: 'B1', line: 3, raw: [{ heading: 'CF_JDRQ', text: WRITTEN }] },
      ],
      acts: [{ kind: 'CORRECT' }, { kind: 'UNLINK' }, { kind: 'LINK' }],
    },
  })
}, 120_000)

test('is told by a command of another role which role that is', async () => {
  const list = hubCommand(['exchange', 'list', '--data', hub.folder, '--port', String(hub.port)], {
    HUB_TOKEN: officer,
  })
  expect([await list.ended, list.output()]).toEqual([1, expect.stringMatching(/^HUB_ACT_FORBIDDEN .*SYSTEM_ADMIN/)])
})

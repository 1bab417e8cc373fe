import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { chunked, readAll } from '@hub/schema/formats/testing/importFiles'
import { demoAuthority } from '@hub/scripts/demo/demoAuthority'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knownEnterprises } from '../../resilience/crashes/crashKinds.ts'
import { PushedHub } from '../../resilience/pushedHub.ts'
import { hubCommand } from '../launcher/hubCommand.ts'

/** The month before this one: its decisions are all due. */
const month = addDays(`${shanghaiDate(new Date()).slice(0, 7)}-01`, -1).slice(0, 7)

let hub: PushedHub
let folder: string
beforeAll(async () => {
  hub = await PushedHub.start({ gateways: 1 })
  folder = await mkdtemp(join(tmpdir(), 'report-'))
}, 240_000)
afterAll(async () => {
  await hub.stop()
  await rm(folder, { recursive: true })
}, 60_000)

async function importRows(family: string, rows: readonly object[]): Promise<void> {
  const file = join(folder, `${family}.jsonl`)
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const { port } = new URL(hub.gatewayUrl)
  const command = hubCommand(['import', 'market-order', family, file, '--port', port, '--data', hub.dataFolder])
  expect([await command.ended, command.output()]).toEqual([0, expect.anything()])
}

/** Waits until the receipt of the row that the partner refuses is kept. */
async function untilRefused(): Promise<void> {
  const query = '{ exchange { receipts(agreement: "demo-partner", outcome: REFUSED, first: 10) { nodes { page } } } }'
  const refused = async () =>
    (await hub.ask<{ exchange: { receipts: { nodes: object[] } } }>(query)).exchange.receipts.nodes.length
  await expect.poll(refused, { timeout: 60_000 }).toBeGreaterThan(0)
}

function subjectOf(index: number) {
  const { 企业名称: subjectName, 统一社会信用代码: subjectUscc } = knownEnterprises(index + 1)[index] ?? {}
  return { subjectName, subjectUscc, subjectCategory: 'ORGANISATION', legalRepName: '演示' }
}

const permit = (index: number, decidedOn: string, more: object = {}) => ({
  ...subjectOf(index),
  ...demoAuthority,
  docName: '准予行政许可决定书',
  docNo: `演示许〔2026〕${index}号`,
  category: '3',
  certificateName: '演示许可证',
  certificateNo: `演示证${index}`,
  content: '演示',
  decidedOn,
  effectiveFrom: decidedOn,
  effectiveUntil: addDays(decidedOn, 1_825),
  permitState: '1',
  ...more,
})

const penalty = (index: number, decidedOn: string) => ({
  ...subjectOf(index),
  ...demoAuthority,
  docNo: `演示罚〔2026〕${index}号`,
  offenceType: '虚假宣传',
  facts: '演示：对商品质量作虚假宣传',
  legalBasis: '演示依据第一条',
  categories: ['1'],
  content: '罚款 3 万元',
  fineAmount: '3',
  decidedOn,
  effectiveUntil: addDays(decidedOn, 365),
  publicityEndsOn: addDays(decidedOn, 365),
  grade: 'ORDINARY',
})

test('the monthly report counts what was decided, made public, reported and taken in, and says what is wrong', async () => {
  const outside = addDays(`${month}-01`, -20)
  await importRows('permits', [
    permit(0, `${month}-03`),
    permit(1, `${month}-04`),
    permit(2, outside),
    permit(3, `${month}-05`, { subjectName: '查无此企业有限公司', subjectUscc: '' }),
  ])
  const refused = { refuse: [{ family: 'penalties', reason: '试验拒收' }] }
  await hub.behave(refused)
  await importRows('penalties', [penalty(0, `${month}-06`)])
  await hub.until('three records have come', async () => (await hub.partnerRecords()).size >= 3)
  await untilRefused()

  const out = join(folder, 'report.xlsx')
  const given = ['--month', month, '--out', out, '--url', hub.gatewayUrl, '--data', hub.dataFolder]
  const command = hubCommand(['exchange', 'report', ...given])
  expect([await command.ended, command.output()]).toEqual([
    0,
    expect.stringContaining('许可 permits 2, 处罚 penalties 1'),
  ])
  const headings = new Set([
    '单位名称',
    ...['产生数量', '本单位公示数量', '报送数量', '未报送数量', '未报送依据', '有效入库数', '市级网站公示数量'].flatMap(
      (name) => [`行政许可${name}`, `行政处罚${name}`, `合计${name}`],
    ),
    '报送方式',
    '报送存在问题情况',
    '应报日期',
  ])
  const [row] = await readAll(chunked(await readFile(out)), (text) => headings.has(text))
  expect(row?.cells).toMatchObject({
    单位名称: '市商务局',
    行政许可产生数量: '2',
    行政许可本单位公示数量: '2',
    行政许可报送数量: '2',
    行政许可未报送数量: '0',
    行政许可有效入库数: '2',
    行政处罚产生数量: '1',
    行政处罚报送数量: '1',
    行政处罚未报送数量: '0',
    行政处罚有效入库数: '0',
    合计产生数量: '3',
    合计未报送数量: '0',
    报送方式: '接口推送',
  })
  expect(row?.cells.报送存在问题情况).toContain('未关联数据待处理 1')
}, 240_000)

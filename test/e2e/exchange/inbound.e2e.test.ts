import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { csvLine } from '@hub/schema/formats/csvLine'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePorts } from '../launcher/freePorts.ts'
import { type HubCommand, hubCommand } from '../launcher/hubCommand.ts'

/** As the demo's agreement names its partner, which is the one that provides the lists here. */
const PLATFORM = '演示接收平台'
const WAIT_MILLIS = 60_000
const key = newHopKey('platform')

let folder: string
let port: number
let hub: HubCommand
let token: string
let enterprises: { name: string; uscc: string }[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-inbound-'))
  port = await freePorts()
  const settings = { PROVIDER_KEYS: `${PLATFORM}/list-entries,red-list-entries=${key}` }
  hub = hubCommand(['up', '--port', String(port), '--data', folder, '--demo', '20'], settings)
  await hub.printed(/Ctrl-C/)
  const issued = hubCommand(['token', '--role', 'analyst', '--data', folder])
  await issued.ended
  token = issued.output().trim()
  const { data } = await ask('{ enterprises(first: 5) { nodes { name uscc } } }')
  enterprises = (data.enterprises as { nodes: typeof enterprises }).nodes
}, 180_000)
afterAll(async () => {
  hub.child.kill('SIGINT')
  await hub.ended
  await rm(folder, { recursive: true, force: true })
})

const addresses = () => hubAddresses(port)
const authorization = () => ({ authorization: `Bearer ${token}` })

async function ask(query: string): Promise<{ data: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json', ...authorization() }
  const response = await fetch(`${addresses().gatewayUrl}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  })
  const answer = (await response.json()) as { data: Record<string, unknown>; errors?: unknown }
  expect(answer.errors).toBeUndefined()
  return answer
}

/** Sends a file to market-order as the platform does: with its own key, and nothing of this project. */
async function sent(family: string, content: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${addresses().divisionUrls['market-order']}/imports/${family}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}`, ...headers },
    body: content,
  })
  const lines = (await response.text()).trim().split('\n')
  return { status: response.status, last: JSON.parse(lines.at(-1) ?? '{}') as { receipt?: Record<string, number> } }
}

interface Change {
  readonly type: string
  readonly data: { readonly kind: string; readonly content: Record<string, unknown> | null }
}

/** All changes of a family that the feed tells. */
async function fed(family: string): Promise<Change[]> {
  const events: Change[] = []
  for (let path = `/feed?first=500&families=${family}`, hasMore = true; hasMore; ) {
    const { headers, ...page } = await fetch(`${addresses().gatewayUrl}${path}`, { headers: authorization() }).then(
      async (response) => ({ headers: response.headers, events: (await response.json()) as Change[] }),
    )
    events.push(...page.events)
    path = /<(.+)>/.exec(headers.get('link') ?? '')?.[1] ?? path
    hasMore = headers.get('hub-more') === 'true'
  }
  return events
}

async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (const deadline = Date.now() + WAIT_MILLIS; ; await delay(300)) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`it does not come: ${what}`)
  }
}

const csv = (...lines: string[][]) => lines.map((line) => csvLine(line)).join('')
const LIST = [
  '失信主体名称',
  '统一社会信用代码',
  '名单类型',
  '列入事由',
  '认定日期',
  '认定单位',
  '决定书文号',
  '信源单位',
]
const RED = ['守信主体名称', '统一社会信用代码', '红名单名称', '认定日期', '认定单位', '认定文号', 'bmmc']
const red = ({ name, uscc }: (typeof enterprises)[number], docNo: string) => [
  name,
  uscc,
  '虚构A级纳税人',
  '2026-04-01',
  '虚构市税务局',
  docNo,
  '虚构市税务局',
]

/** What `hub import` of red lists says. */
async function importing(file: string, ...options: string[]): Promise<string> {
  const given = ['import', 'market-order', 'red-list-entries', file, '--port', String(port), '--data', folder]
  const command = hubCommand([...given, ...options])
  expect([await command.ended, command.output()]).toEqual([0, expect.any(String)])
  return command.output()
}
async function imported(content: string, ...options: string[]): Promise<string> {
  const file = join(folder, `red-${Math.random()}.csv`)
  await writeFile(file, content)
  return importing(file, ...options)
}

test('a list that the platform pushes is told by the feed, with its source, and so is the removal; sent again it is known', async () => {
  const [{ name, uscc } = { name: '', uscc: '' }] = enterprises
  const row = [
    name,
    uscc,
    '虚构失信主体名单',
    '虚构：拒不履行',
    '2026-03-02',
    '虚构市人民法院',
    '虚列〔2026〕1号',
    '虚构市人民法院',
  ]
  const list = csv(LIST, row)
  expect((await sent('list-entries', list)).last.receipt).toMatchObject({ submitted: 1, created: 1 })
  const removal = csv(
    ['企业名称', '统一社会信用代码', '名单名称', '移出日期', '移出原因'],
    [name, uscc, '虚构失信主体名单', '2026-06-01', '虚构：已履行'],
  )
  expect((await sent('list-entries', removal)).last.receipt).toMatchObject({ submitted: 1, updated: 1 })
  for (const file of [list, removal])
    expect((await sent('list-entries', file)).last.receipt).toMatchObject({ submitted: 1, duplicate: 1 })
  const told = await until(async () => {
    const own = (await fed('list-entries')).filter(({ data }) => data.content?.listName === '虚构失信主体名单')
    return own.length === 2 ? own : undefined
  }, 'two changes')
  expect(told.map(({ data }) => data.kind)).toEqual(['CREATED', 'CORRECTED'])
  expect(told.at(-1)?.data.content).toMatchObject({
    provider: PLATFORM,
    dataSource: '虚构市人民法院',
    listedReason: '虚构：拒不履行',
    removedOn: '2026-06-01',
    onList: false,
  })
})

test('its key opens what it provides, and speaks for nobody else', async () => {
  expect((await sent('penalties', csv(LIST))).status).toBe(401)
  expect((await sent('registry', csv(LIST))).status).toBe(401)
  expect((await sent('list-entries', csv(LIST), { 'x-provider': encodeURIComponent('虚构市中院') })).status).toBe(400)
})

test("what came from the partner is not sent back to it; the bureau's own is", async () => {
  const [, theirs = { name: '', uscc: '' }, ours = { name: '', uscc: '' }, byFile = { name: '', uscc: '' }] =
    enterprises
  expect((await sent('red-list-entries', csv(RED, red(theirs, '虚红〔2026〕1号')))).last.receipt).toMatchObject({
    created: 1,
  })
  const onBehalf = await imported(csv(RED, red(byFile, '虚红〔2026〕2号')), '--provider', PLATFORM)
  const byItself = await imported(csv(RED, red(ours, '虚红〔2026〕3号')))
  for (const receipt of [onBehalf, byItself]) expect(receipt).toMatch(/created +1/)
  const docNos = async () => {
    const { data } = await ask(
      '{ redListEntries(first: 200, filter: { honorNameContains: "虚构A级" }) { nodes { recordId docNo provider } } }',
    )
    return (data.redListEntries as { nodes: { recordId: string; docNo: string; provider: string | null }[] }).nodes
  }
  const records = await docNos()
  expect(new Map(records.map(({ docNo, provider }) => [docNo, provider]))).toEqual(
    new Map([
      ['虚红〔2026〕1号', PLATFORM],
      ['虚红〔2026〕2号', PLATFORM],
      ['虚红〔2026〕3号', null],
    ]),
  )
  const has = async () => {
    const response = await fetch(`http://127.0.0.1:${addresses().partnerPort}/records`)
    return new Set(Object.keys(((await response.json()) as { records: object }).records))
  }
  const own = records.find(({ provider }) => provider === null)?.recordId ?? ''
  // Told in their order: whatever came before it has been decided on by then.
  const held = await until(async () => ((await has()).has(own) ? has() : undefined), 'the own record')
  expect(records.filter(({ recordId }) => held.has(recordId)).map(({ docNo }) => docNo)).toEqual(['虚红〔2026〕3号'])
})

test('doubts are given out by whose rows they are, and come in corrected as the same one’s', async () => {
  const [, , , , of = { name: '', uscc: '' }] = enterprises
  const doubtful = (docNo: string) => csv(RED, red(of, docNo)).replace('2026-04-01', '2026-02-30')
  expect((await sent('red-list-entries', doubtful('虚疑〔2026〕1号'))).last.receipt).toMatchObject({ doubtful: 1 })
  expect(await imported(doubtful('虚疑〔2026〕2号'))).toMatch(/doubtful +1/)
  const doubtsOf = async (...options: string[]) => {
    const file = join(folder, `doubts-${Math.random()}.csv`)
    await importing(file, '--doubts', ...options)
    return readFile(file, 'utf8')
  }
  const docNosIn = (text: string) => text.match(/虚疑〔2026〕\d号/g)
  const theirs = await doubtsOf('--provider', PLATFORM)
  const own = await doubtsOf()
  expect([docNosIn(theirs), docNosIn(own)]).toEqual([['虚疑〔2026〕1号'], ['虚疑〔2026〕2号']])
  const right = (text: string) => text.replaceAll('2026-02-30', '2026-04-01')
  expect(await imported(right(theirs), '--provider', PLATFORM)).toMatch(/created +1/)
  expect(await imported(right(own))).toMatch(/created +1/)
})

test('its key shows it the doubts of nobody else', async () => {
  const doubts = (provider: string) =>
    fetch(
      `${addresses().divisionUrls['market-order']}/imports/red-list-entries/doubts?provider=${encodeURIComponent(provider)}`,
      { headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}` } },
    )
  expect([(await doubts(PLATFORM)).status, (await doubts('虚构市中院')).status]).toEqual([200, 400])
})

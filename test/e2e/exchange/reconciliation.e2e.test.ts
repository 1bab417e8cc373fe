import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PushedHub } from '../../resilience/pushedHub.ts'
import { type HubCommand, hubCommand } from '../launcher/hubCommand.ts'

const AGREEMENT = 'demo-partner'
const FAMILY = 'liquor-filings'

let hub: PushedHub
let platform: HubCommand | undefined

beforeAll(async () => {
  hub = await PushedHub.start({ gateways: 1 })
}, 240_000)
afterAll(async () => {
  platform?.child.kill('SIGTERM')
  await platform?.ended
  await hub.stop()
}, 60_000)

interface Line {
  readonly deliveryId: string
  readonly receivedAt: string
  readonly event: {
    readonly id: string
    readonly data: { readonly record: string; readonly version: number; readonly family: string }
  }
}

/** Changes what the platform has stored, as somebody with its disk would. */
async function tamper(change: (lines: readonly Line[]) => readonly Line[]): Promise<void> {
  const file = join(hub.dataFolder, 'partner', 'received.jsonl')
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const changed = change(lines.map((line) => JSON.parse(line) as Line))
  await writeFile(file, changed.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** The platform as a process of its own, on the same folder and port. */
async function startPlatform(): Promise<HubCommand> {
  const { port } = new URL(hub.partnerUrl)
  const started = hubCommand(['partner', '--port', port, '--data', hub.dataFolder])
  await started.printed(/接收平台 partner/)
  return started
}

async function reconcile(
  ...options: readonly string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const given = [...options, '--data', hub.dataFolder, '--url', hub.gatewayUrl]
  const command = hubCommand(['exchange', 'reconcile', AGREEMENT, ...given])
  const code = await command.ended
  return { code, text: command.output() }
}

const full = (...more: readonly string[]) => reconcile('--full', '--reason', '季度对账', ...more)

test('what a partner has lost, kept in an old version or made up is found, repaired, and then it closes', async () => {
  await hub.importFilings(1)
  const filings = await hub.filings()
  const [lost = '', old = ''] = filings
  const isThere = async () => (await hub.partnerRecords()).size >= filings.length
  await hub.until('delivery', isThere)
  await hub.writing((change) => change('CORRECTED', [old]))
  const versionOf = async (record: string) => (await hub.partnerRecords()).get(record)?.version
  await hub.until('correction', async () => (await versionOf(old)) === 2)

  await hub.stopPartner()
  await tamper((lines) => {
    const [sample] = lines
    if (sample === undefined) throw new Error('nothing was stored')
    const data = { ...sample.event.data, record: 'X1', version: 1, family: FAMILY }
    const invented = { ...sample, event: { ...sample.event, id: 'x1', data } }
    const kept = lines.filter(
      ({ event: { data } }) => data.record !== lost && (data.record !== old || data.version < 2),
    )
    return [...kept, invented]
  })
  platform = await startPlatform()
  expect([await versionOf(lost), await versionOf(old), await versionOf('X1')]).toEqual([undefined, 1, 1])

  const looked = await full()
  expect(looked.text).toContain('不符 it does not close')
  expect(looked.code).toBe(1)
  expect(await versionOf(lost)).toBeUndefined()

  const repaired = await full('--repair')
  expect(repaired.text).toContain(`MISSING ${FAMILY} ${lost}: 1 / -`)
  expect(repaired.text).toContain(`OLDER ${FAMILY} ${old}: 2 / 1`)
  expect(repaired.text).toContain(`SURPLUS ${FAMILY} X1: - / 1`)
  expect([repaired.code, repaired.text]).toEqual([0, expect.stringContaining('✓ 相符 it closes')])
  const records = await hub.partnerRecords()
  expect(records.get(lost)).toMatchObject({ version: 1, isWithdrawn: false })
  expect(records.get(old)).toMatchObject({ version: 2, isWithdrawn: false })
  expect(records.get('X1')).toMatchObject({ isWithdrawn: true })
  expect(await hub.partnerSummary()).toMatchObject({ conflicts: [], outdated: [], faults: {} })

  const sums = await reconcile()
  expect([sums.code, sums.text]).toEqual([0, expect.stringContaining('上报 reported')])
}, 240_000)

test('terms of which nothing could go out are refused when they are proposed', async () => {
  const query = '{ exchange { agreement(id: "demo-partner") { terms { partner secretIds from to } } } }'
  const { exchange } = await hub.ask<{ exchange: { agreement: { terms: object } } }>(query)
  const rest = { title: '试验', level: 'SHARED', legalBasis: '试验', mode: 'PUSH', endpoint: hub.partnerUrl }
  const propose = (terms: object) =>
    hub.ask(
      'mutation($terms: AgreementTermsInput!) { proposeAgreement(agreement: "other", terms: $terms, reason: "试验") { version } }',
      {
        terms: { ...exchange.agreement.terms, ...rest, items: [{ family: FAMILY }], ...terms },
      },
    )
  const items = [
    { family: 'penalties', fields: ['docNo', 'legalRepresentativeIdNumber'], where: [{ field: 'city', in: ['1'] }] },
  ]
  await expect(propose({ items })).rejects.toMatchObject({
    code: 'HUB_AGREEMENT_FIELD_CLOSED',
    message: expect.stringMatching(/penalties\.fields\.legalRepresentativeIdNumber.*penalties\.where\.city/s),
  })
  await expect(propose({ endpoint: 'https://10.0.0.1/' })).rejects.toMatchObject({ code: 'HUB_ENDPOINT_REFUSED' })
  await propose({})
})

test('a partner that is out fails the reconciliation, and nothing is taken for lost', async () => {
  platform?.child.kill('SIGKILL')
  await platform?.ended
  platform = undefined
  const failed = await full('--repair')
  expect([failed.code, failed.text]).toEqual([1, expect.stringContaining('HUB_PARTNER_UNANSWERED')])
  platform = await startPlatform()
  expect((await full()).code).toBe(0)
}, 120_000)

test('a record is traced to its partners; an unknown one is told apart from one that nobody received', async () => {
  const trace = async (record: string) => {
    const command = hubCommand(['exchange', 'trace', record, '--data', hub.dataFolder, '--url', hub.gatewayUrl])
    const code = await command.ended
    return { code, text: command.output() }
  }
  const [filing = ''] = await hub.filings()
  expect(await trace(filing)).toEqual({ code: 0, text: expect.stringContaining(AGREEMENT) })
  const unknown = await trace('NOPE')
  expect(unknown).toEqual({ code: 1, text: expect.stringContaining('HUB_RECORD_UNKNOWN') })
}, 60_000)

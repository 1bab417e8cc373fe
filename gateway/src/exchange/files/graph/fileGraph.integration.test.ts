import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { graphql } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../../test/setup/testHubDatabase.ts'
import { hubGraph } from '../../../graph/hubGraph.ts'
import { exchangeStores } from '../../exchangeStores.ts'
import { unreadChanges } from '../../feed/testing/unreadChanges.ts'
import type { FileEntry } from '../fileLog.ts'
import type { Manifest } from '../manifest.ts'

const database = testHubDatabase()
const exchange = exchangeStores(database.db, undefined)
const schema = hubGraph({ database, exchange, changes: unreadChanges })

const as = (role: Role, caller: string): CallerClaims => ({ caller, role })
const system = as('SYSTEM_ADMIN', '甲')
const security = as('SECURITY_ADMIN', '乙')

async function ask(caller: CallerClaims, source: string) {
  const contextValue = { caller, millis: 5_000, signal: new AbortController().signal }
  const { data, errors = [] } = await graphql({ schema, source, contextValue })
  return { data: JSON.parse(JSON.stringify(data ?? null)), codes: errors.map(({ extensions }) => extensions.code) }
}

const period = (day: number) => ({ from: `2026-04-0${day}`, to: `2026-04-0${day}` })

/** Reserves and finishes the file of a day. */
async function written(day: number): Promise<FileEntry> {
  const subject = { agreementId: 'f', message: '001503', period: period(day) }
  const { files } = exchange
  const entry = await files.reserve(subject, { day: `2026-04-0${day}`, format: 'CSV', basis: '1', reissue: false })
  const digests = { SM3: 'aa', 'SHA-256': 'bb' }
  const faults = [{ code: 'CF_WSH', name: '文号', message: '必填' }]
  const withheld = [{ recordId: 'r', version: 1, faults }]
  const facts = { nil: false, rows: 3, bytes: 9, digests, withheld, remarks: [], withdrawals: [] }
  const { file, version } = entry
  const whose = {
    agreementId: 'f',
    agreementVersion: 1,
    record: 'AdministrativePenalty',
    subject: 'LEGAL_PERSON',
  } as const
  const form = { standard: 'SGS-2019', format: 'CSV', period: period(day) } as const
  const manifest: Manifest = { ...whose, ...form, ...facts, file, version, writtenAt: '2026-04-01T10:00:00Z' }
  const key = { docNo: `文号${day}`, authorityUscc: '', subjectName: '某公司' }
  const rows = [{ recordId: `R${day}`, version: day + 1, cells: [], key }]
  const withdrawn = day === 3 ? ['R1'] : []
  await files.written(entry, {
    manifest,
    draft: 'd',
    rows,
    withdrawn,
    withheld: new Map(),
    seen: new Set(),
    until: 'x',
    last: {},
  })
  return entry
}

const terms = `{ partner: "市信用平台" title: "双公示" items: [{ family: "penalties" }] level: SHARED legalBasis: "依据"
  mode: FILE cron: "0 18 * * *" from: "2026-04-01" to: "2099-12-31" endpoint: "platform" }`
const FILES =
  'file message from to version replaces state rows sm3 withheld { recordId faults } reissuedBy reissueReason'
const filesOf = (caller: CallerClaims, page: string) =>
  ask(
    caller,
    `{ exchange { agreement(id: "f") { files(${page}) { nodes { ${FILES} receipt { created refused pending
    lines { row outcome reason } } } pageInfo { endCursor hasNextPage } } } } }`,
  )

describe('files in the graph', () => {
  beforeAll(async () => {
    await ask(system, `mutation { proposeAgreement(agreement: "f", terms: ${terms}, reason: "开通") { version } }`)
    await ask(security, 'mutation { approveAgreement(agreement: "f", version: 1) { outcome } }')
    for (const day of [1, 2, 3]) await written(day)
    const counts = { CREATED: 1, UPDATED: 0, DOUBT: 0, UNLINKED: 0, DUPLICATE: 0, REFUSED: 1 }
    const refused = { row: 2, outcome: 'REFUSED', reason: '文号有误' } as const
    const lines = [{ row: 1, outcome: 'CREATED' } as const, refused]
    await exchange.files.acknowledged('001503_20260402_00001.csv', { counts, lines })
  })

  test('are told page by page, the last day first, with receipts and what was withheld', async () => {
    const first = await filesOf(system, 'first: 2')
    expect(first.codes).toEqual([])
    const { nodes, pageInfo } = first.data.exchange.agreement.files
    expect(nodes).toMatchObject([
      { file: '001503_20260403_00001.csv', ...period(3), state: 'WRITTEN', rows: 3, sm3: 'aa', receipt: null },
      {
        file: '001503_20260402_00001.csv',
        receipt: { created: 1, refused: 1, pending: 1, lines: [{ row: 2, outcome: 'REFUSED', reason: '文号有误' }] },
        withheld: [{ recordId: 'r', faults: ['CF_WSH 文号：必填'] }],
      },
    ])
    expect(pageInfo.hasNextPage).toBe(true)
    const rest = await filesOf(system, `first: 2, after: "${pageInfo.endCursor}"`)
    expect(rest.data.exchange.agreement.files).toMatchObject({
      nodes: [{ file: '001503_20260401_00001.csv' }],
      pageInfo: { hasNextPage: false },
    })
  })

  test('show who has which version of a record by them, and in which it was withdrawn', async () => {
    const trace = async (recordId: string) => {
      const query = `{ exchange { trace(recordId: "${recordId}") { agreement partner family version state acknowledgedAt file withdrawnIn } } }`
      const { data, codes } = await ask(system, query)
      expect(codes).toEqual([])
      return data.exchange.trace
    }
    const whose = { agreement: 'f', partner: '市信用平台', family: 'penalties' }
    const [second, third] = ['001503_20260402_00001.csv', '001503_20260403_00001.csv']
    const held = { state: 'HELD', acknowledgedAt: expect.any(String), file: second, withdrawnIn: null }
    expect(await trace('R2')).toEqual([{ ...whose, version: 3, ...held }])
    const gone = { state: 'CLOSED', acknowledgedAt: null, file: expect.any(String), withdrawnIn: third }
    expect(await trace('R1')).toEqual([{ ...whose, version: 2, ...gone }])
    expect(await trace('R9')).toEqual([])
  })

  test('are not paused or delivered again event by event, which is said with what to do instead', async () => {
    for (const act of ['replayDeadLetters', 'replayFrom', 'pauseDelivery', 'resumeDelivery']) {
      const field = act.startsWith('replay') ? 'id' : 'page'
      const { codes } = await ask(system, `mutation { ${act}(agreement: "f", reason: "试验") { ${field} } }`)
      expect(codes).toEqual(['HUB_AGREEMENT_NOT_DELIVERED'])
    }
  })

  test('are reported again when the system administrator says why, and by nobody else', async () => {
    const again = (caller: CallerClaims, file: string, reason = '平台要求重报') =>
      ask(caller, `mutation { reissueFile(file: "${file}", reason: "${reason}") { ${FILES} } }`)
    const file = '001503_20260402_00001.csv'
    expect((await again(security, file)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    expect((await again(system, file, ' ')).codes).toEqual(['BAD_USER_INPUT'])
    expect((await again(system, '001503_20260409_00001.csv')).codes).toEqual(['BAD_USER_INPUT'])
    const { data, codes } = await again(system, file)
    expect(codes).toEqual([])
    expect(data.reissueFile).toMatchObject({
      ...period(2),
      version: 2,
      replaces: file,
      state: 'RESERVED',
      rows: null,
      reissuedBy: '甲',
      reissueReason: '平台要求重报',
    })
    expect((await exchange.files.reservedOf('f')).map(({ version }) => version)).toEqual([2])
  })
})

import { demoToken } from '@hub/scripts/access/demoToken'
import { administratorToken } from '@hub/scripts/access/keyActs'
import { hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { askHub } from '@hub/scripts/exchange/askHub'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PushedHub } from '../../resilience/pushedHub.ts'
import { hubCommand } from '../launcher/hubCommand.ts'

const AGREEMENT = 'reading'
const PARTNER = '某读取平台'
const FAMILY = 'liquor-filings'

let hub: PushedHub

beforeAll(async () => {
  hub = await PushedHub.start({ gateways: 1 })
  await hub.importFilings(1)
}, 240_000)
afterAll(() => hub.stop(), 60_000)

async function tokenOf(unit: string): Promise<string> {
  const { issuer } = await hubKeys(hub.dataFolder)
  return demoToken(issuer, { caller: `${unit}-1`, role: 'CREDIT_PLATFORM', unit }, 1)
}

async function decide(version: number): Promise<void> {
  const role = 'SECURITY_ADMIN'
  const token = await administratorToken(undefined, hub.dataFolder, role)
  const act = `mutation { approveAgreement(agreement: "${AGREEMENT}", version: ${version}) { version } }`
  await askHub({ gatewayUrl: hub.gatewayUrl, token, role }, act)
}

interface Read {
  readonly status: number
  readonly code: string | undefined
  readonly events: readonly {
    readonly id: string
    readonly data: { readonly record: string; readonly kind: string; readonly content: Record<string, unknown> | null }
  }[]
  readonly next: string | null
}

async function read(search: Record<string, string>, unit = PARTNER): Promise<Read> {
  const headers = { authorization: `Bearer ${await tokenOf(unit)}` }
  const response = await fetch(`${hub.gatewayUrl}/feed?${new URLSearchParams(search)}`, { headers })
  const body = (await response.json()) as Read['events'] & { errors?: { extensions: { code: string } }[] }
  const next = response.headers.get('hub-cursor')
  const code = body.errors?.[0]?.extensions.code
  return { status: response.status, code, events: response.ok ? body : [], next }
}

/** Reads on until nothing comes for a second. */
async function readOn(from: string | null): Promise<Read> {
  const events: Read['events'][number][] = []
  let next = from
  for (let calm = false; !calm; ) {
    const search = next === null ? {} : { after: next }
    const page = await read({ ...search, wait: '1' })
    expect(page.code).toBeUndefined()
    events.push(...page.events)
    next = page.next
    calm = page.events.length === 0
  }
  return { status: 200, code: undefined, events, next }
}

async function trace(record: string): Promise<string> {
  const command = hubCommand(['exchange', 'trace', record, '--data', hub.dataFolder, '--url', hub.gatewayUrl])
  expect(await command.ended).toBe(0)
  return command.output()
}

const graph = async (query: string) => {
  const headers = { authorization: `Bearer ${await tokenOf(PARTNER)}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ query })
  const answer = await fetch(`${hub.gatewayUrl}/graphql`, { method: 'POST', headers, body })
  return (await answer.json()) as { errors?: { extensions: { code: string } }[] }
}

test('a partner reads by its agreement what its terms let out, and the hub knows what it has', async () => {
  const items = [{ family: FAMILY, fields: ['filingNo'] }]
  const terms = { partner: PARTNER, title: '读取', level: 'SHARED', legalBasis: '试验', mode: 'PULL', items }
  const valid = { from: '2026-01-01', to: '2099-12-31' }
  const proposal =
    'mutation($terms: AgreementTermsInput!) { proposeAgreement(agreement: "reading", terms: $terms, reason: "试验") { version } }'
  await hub.ask(proposal, { terms: { ...terms, ...valid } })
  // What one person has proposed binds nobody, and opens nothing.
  expect((await read({ agreement: AGREEMENT })).code).toBe('HUB_AGREEMENT_NOT_IN_FORCE')
  expect((await read({ families: FAMILY })).status).toBe(200)
  await decide(1)
  await hub.until('the agreement binds', async () => (await read({ families: FAMILY })).code === 'BAD_USER_INPUT')

  expect((await read({ agreement: AGREEMENT }, '别的平台')).code).toBe('HUB_AGREEMENT_UNKNOWN')
  expect((await read({ agreement: 'none' })).code).toBe('HUB_AGREEMENT_UNKNOWN')
  expect((await graph('{ changes { next } }')).errors?.[0]?.extensions.code).toBe('HUB_AGREEMENT_BINDS')

  const filings = await hub.filings()
  const first = await readOn(null)
  expect(first.events.map(({ data }) => data.record).sort()).toEqual([...filings].sort())
  for (const { data } of first.events)
    expect(Object.keys(data.content ?? {})).toEqual(expect.arrayContaining(['filingNo', 'recordId', 'version']))
  const names = new Set(first.events.flatMap(({ data }) => Object.keys(data.content ?? {})))
  const always = ['__typename', 'recordId', 'recordState', 'validFrom', 'validTo', 'version']
  expect([...names].sort()).toEqual([...always, 'filingNo'].sort())

  const [gone = '', kept = ''] = filings
  expect(await trace(gone)).toContain(PARTNER)
  await hub.withdraw(gone)
  const then = await readOn(first.next)
  expect(then.events.map(({ data }) => [data.record, data.kind, data.content])).toEqual([[gone, 'WITHDRAWN', null]])
  expect(await trace(kept)).toContain(PARTNER)

  const pause = hubCommand([
    ...['exchange', 'pause', AGREEMENT, '--reason', '核查'],
    ...['--data', hub.dataFolder, '--url', hub.gatewayUrl],
  ])
  expect([await pause.ended, pause.output()]).toEqual([0, expect.any(String)])
  expect((await read({ after: then.next ?? '' })).code).toBe('HUB_AGREEMENT_NOT_IN_FORCE')
  // Also not by its own claims instead.
  expect((await read({})).code).toBe('HUB_AGREEMENT_NOT_IN_FORCE')
  await hub.ask(`mutation { resumeDelivery(agreement: "${AGREEMENT}", reason: "试验") { page } }`)
  expect((await readOn(then.next)).events).toEqual([])

  await hub.ask(`mutation { endAgreement(agreement: "${AGREEMENT}", reason: "试验") { version } }`)
  await decide(2)
  await hub.until('the end', async () => (await read({ after: then.next ?? '' })).events.length > 0)
  const last = await read({ after: then.next ?? '' })
  expect(last.events.length).toBe(filings.length - 1)
  expect(last.events.every(({ data }) => data.content === null)).toBe(true)
  expect((await read({ after: last.next ?? '' })).code).toBe('HUB_AGREEMENT_NOT_IN_FORCE')
}, 240_000)

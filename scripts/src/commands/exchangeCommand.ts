import { resolve } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import { administratorToken } from '../access/keyActs.ts'
import { readEnvironment } from '../environment.ts'
import { askHub, type HubDesk } from '../exchange/askHub.ts'
import { knownRecord } from '../exchange/knownRecord.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'

/** Where the hub is. */
export interface ExchangeOptions {
  readonly port: number
  readonly data: string
  /** The gateway's address, instead of the port. */
  readonly url?: string
}

export interface ReasonOptions extends ExchangeOptions {
  readonly reason: string
}

export interface ReplayOptions extends ReasonOptions {
  /** A cursor of the feed; every change from there on instead of the dead letters. */
  readonly from?: string
  /** From the very beginning. */
  readonly all: boolean
}

/** The hub's graph, by the right of its system administrator where nobody else is named. */
export async function exchangeDesk(
  { port, data, url }: ExchangeOptions,
  role: Parameters<typeof administratorToken>[2] = 'SYSTEM_ADMIN',
): Promise<HubDesk> {
  const token = await administratorToken(readEnvironment().HUB_TOKEN, resolve(data), role)
  return { gatewayUrl: url ?? hubAddresses(port).gatewayUrl, token, role }
}

const DELIVERY =
  'page waiting deadLetters openWithdrawals overdueWithdrawals overdueRecords pausedBy pauseReason isHere lagSeconds breaker lastFailure'

const ALARM = 'from to reported accounted dueSince unexplainedCount unexplained { place recordId }'
/** Rows of an alarm that are named on its line. */
const NAMED = 20

interface Delivery {
  readonly page: number
  readonly waiting: number
  readonly deadLetters: number
  readonly openWithdrawals: number
  readonly overdueWithdrawals: number
  readonly overdueRecords: readonly string[]
  readonly pausedBy: string | null
  readonly pauseReason: string | null
  readonly breaker: string | null
  readonly lastFailure: string | null
}

interface Listed {
  readonly id: string
  readonly partner: string
  readonly standing: string
  readonly version: number | null
  readonly terms: { readonly mode: string } | null
  readonly proposal: { readonly version: number } | null
  readonly delivery: Delivery | null
  readonly reconciliationAlarms: readonly Alarm[]
}

interface Alarm {
  readonly from: string
  readonly to: string
  readonly reported: number
  readonly accounted: number
  readonly dueSince: string | null
  readonly unexplainedCount: number
  readonly unexplained: readonly { readonly place: string; readonly recordId: string | null }[]
}

/** `hub exchange list`: the agreements, and how deliveries by each stand. */
export async function exchangeListCommand(options: ExchangeOptions, progress: ProgressLines): Promise<void> {
  const query = `{ exchange { agreements(first: 200) { nodes {
    id partner standing version terms { mode } proposal { version } delivery { ${DELIVERY} }
    reconciliationAlarms { ${ALARM} } } } } }`
  const { exchange } = await askHub<{ exchange: { agreements: { nodes: Listed[] } } }>(
    await exchangeDesk(options),
    query,
  )
  const rows = exchange.agreements.nodes.map(({ id, partner, standing, version, terms, proposal, delivery }) => [
    id,
    partner,
    `${standing}${version === null ? '' : ` v${version}`}`,
    terms?.mode ?? '-',
    ...deliveryCells(delivery),
    proposal === null ? '' : `待审批 v${proposal.version} waits for approval`,
  ])
  const heads = ['协议 agreement', '单位 partner', '状态 standing', '方式 mode', '页 page', '在途 waiting', '死信 dead']
  for (const line of textTable([[...heads, '待撤回 to withdraw', '', ''], ...rows])) progress.line(line)
  for (const { id, delivery, reconciliationAlarms } of exchange.agreements.nodes) {
    for (const alarm of reconciliationAlarms) progress.line(`✗ ${id} ${alarmText(alarm)}`)
    if (delivery !== null && delivery.overdueRecords.length > 0)
      progress.line(`✗ ${id} 逾期未撤回 not withdrawn in time: ${delivery.overdueRecords.join(' ')}`)
  }
}

/** A period whose sums do not close, on one line. */
export function alarmText({ from, to, reported, accounted, dueSince, unexplainedCount, unexplained }: Alarm): string {
  const rows = unexplained.slice(0, NAMED).map(({ place, recordId }) => recordId ?? place)
  const more = unexplainedCount > rows.length ? [`… (${unexplainedCount})`] : []
  const due = dueSince === null ? [] : [`应报未报 due since ${dueSince}`]
  const sums = `对账不平 does not close ${from}–${to}: 上报 reported ${reported}, 去向已知 accounted for ${accounted}`
  return [[sums, ...due].join(', '), ...rows, ...more].join(' ')
}

function deliveryCells(delivery: Delivery | null): string[] {
  if (delivery === null) return ['-', '-', '-', '-', '']
  const { page, waiting, deadLetters, openWithdrawals, overdueWithdrawals, pausedBy, breaker, lastFailure } = delivery
  const withdrawals =
    overdueWithdrawals > 0 ? `${openWithdrawals} (逾期 overdue ${overdueWithdrawals})` : openWithdrawals
  const failing = breaker === null || breaker === 'closed' ? '' : `${breaker}: ${lastFailure ?? ''}`
  const state = pausedBy === null ? failing : `暂停 paused: ${pausedBy} (${delivery.pauseReason})`
  return [page, waiting, deadLetters, withdrawals, state].map(String)
}

interface Traced {
  readonly agreement: string
  readonly partner: string
  readonly version: number | null
  readonly kind: string | null
  readonly state: string
  readonly acknowledgedAt: string | null
  readonly withdrawalDueAt: string | null
  readonly file: string | null
  readonly withdrawnIn: string | null
}

/** `hub exchange trace`: which partner has what version of a record, by which file, and when it acknowledged that. */
export async function exchangeTraceCommand(
  recordId: string,
  options: ExchangeOptions,
  progress: ProgressLines,
): Promise<void> {
  const query = `query($id: ID!) { exchange { trace(recordId: $id) {
    agreement partner version kind state acknowledgedAt withdrawalDueAt file withdrawnIn } } }`
  const { exchange } = await askHub<{ exchange: { trace: Traced[] } }>(await exchangeDesk(options), query, {
    id: recordId,
  })
  if (exchange.trace.length === 0) {
    const isKnown = await knownRecord(await exchangeDesk(options, 'INSPECTOR'), recordId)
    if (isKnown === false)
      throw new HubError(
        'HUB_RECORD_UNKNOWN',
        `各处室均无此记录，也没有接收单位持有 / neither a division nor a partner has it: ${recordId}`,
      )
    progress.line('没有接收单位持有该记录 / no partner has it')
  }
  for (const line of textTable(exchange.trace.map(tracedCells))) progress.line(line)
}

/** What is shown of one partner's copy of a record. */
export function tracedCells({ agreement, partner, version, kind, state, ...traced }: Traced): string[] {
  const { acknowledgedAt, withdrawalDueAt, file, withdrawnIn } = traced
  const files = [file, withdrawnIn].filter((name) => name !== null)
  return [
    agreement,
    partner,
    `v${version ?? '?'} ${kind ?? ''}`,
    state === 'HELD' ? '持有 held' : '已撤回 withdrawn',
    acknowledgedAt ?? '未回执 no receipt',
    withdrawalDueAt === null ? files.join(' → ') : `应撤回 to be withdrawn by ${withdrawalDueAt}`,
  ]
}

/** `hub exchange replay`: dead letters again, or every change from a cursor on. */
export async function exchangeReplayCommand(
  agreement: string,
  { reason, from, all, ...options }: ReplayOptions,
  progress: ProgressLines,
): Promise<void> {
  if (all && from !== undefined)
    throw new HubError('BAD_USER_INPUT', '--all 与 --from 只能给出其一 / give either --all or --from')
  const act = from === undefined && !all ? 'replayDeadLetters' : 'replayFrom'
  const cursor = act === 'replayFrom' ? ', cursor: $cursor' : ''
  const head =
    act === 'replayFrom'
      ? 'mutation($id: ID!, $reason: String!, $cursor: String)'
      : 'mutation($id: ID!, $reason: String!)'
  const query = `${head} { ${act}(agreement: $id, reason: $reason${cursor}) { id } }`
  const variables = { id: agreement, reason, ...(from === undefined || cursor === '' ? {} : { cursor: from }) }
  const done = await askHub<Record<string, { id: string }>>(await exchangeDesk(options), query, variables)
  progress.line(`✓ 已受理 accepted ${done[act]?.id}`)
}

/** `hub exchange pause` and `resume`. */
export async function exchangePauseCommand(
  act: 'pauseDelivery' | 'resumeDelivery',
  agreement: string,
  { reason, ...options }: ReasonOptions,
  progress: ProgressLines,
): Promise<void> {
  const query = `mutation($id: ID!, $reason: String!) { ${act}(agreement: $id, reason: $reason) { page pausedBy } }`
  await askHub(await exchangeDesk(options), query, { id: agreement, reason })
  progress.line(act === 'pauseDelivery' ? `✓ 已暂停 paused ${agreement}` : `✓ 已恢复 resumed ${agreement}`)
}

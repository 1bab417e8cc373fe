import { setTimeout as delay } from 'node:timers/promises'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { askHub, type HubDesk } from '../exchange/askHub.ts'
import { hubFault } from '../launcher/hubFault.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'
import { type ExchangeOptions, exchangeDesk } from './exchangeCommand.ts'

export interface ReconcileOptions extends ExchangeOptions {
  /** First and last day of the period; of this month where they are absent. */
  readonly from?: string
  readonly to?: string
  /** Compares every record that the partner holds, instead of what was reported. */
  readonly full: boolean
  readonly repair: boolean
  readonly reason?: string
}

const POLL_MILLIS = 500
const SHOWN = 50

/** `hub exchange reconcile`. @returns whether everything is as it should be */
export async function reconcileCommand(
  agreement: string,
  { full, repair, reason, from, to, ...options }: ReconcileOptions,
  progress: ProgressLines,
): Promise<boolean> {
  if (repair && !full)
    throw new HubError('BAD_USER_INPUT', '只有全面对账可以补正，请同时给出 --full / --repair needs --full')
  const hub = await exchangeDesk(options)
  if (!full) return reconcilePeriod(hub, { agreement, ...periodOf(from, to) }, progress)
  if (reason === undefined)
    throw new HubError('BAD_USER_INPUT', '全面对账须写明理由 --reason / --full needs a --reason')
  return reconcileFully(hub, { agreement, repair, reason }, progress)
}

function periodOf(from: string | undefined, to: string | undefined): { from: string; to: string } {
  const today = shanghaiDate(new Date())
  return { from: from ?? `${today.slice(0, 7)}-01`, to: to ?? today }
}

interface Sums extends Readonly<Record<string, unknown>> {
  readonly closes: boolean
  readonly dueSince: string | null
  readonly unexplained: readonly { readonly place: string; readonly recordId: string; readonly version: number }[]
}

const sums = {
  reported: '上报',
  accepted: '入库',
  doubt: '疑问',
  unlinked: '未关联',
  duplicate: '重复',
  refused: '退回',
  overtaken: '未发',
  dead: '死信',
  inFlight: '在途',
} as const

async function reconcilePeriod(
  hub: HubDesk,
  asked: { readonly agreement: string; readonly from: string; readonly to: string },
  progress: ProgressLines,
): Promise<boolean> {
  const query = `query($agreement: ID!, $from: LocalDate!, $to: LocalDate!) { exchange { agreement(id: $agreement) {
    reconciliation(from: $from, to: $to) { ${Object.keys(sums).join(' ')} closes dueSince unexplained { place recordId version } } } } }`
  const { exchange } = await askHub<{ exchange: { agreement: { reconciliation: Sums } | null } }>(hub, query, asked)
  const found = exchange.agreement?.reconciliation
  if (found === undefined) throw new HubError('BAD_USER_INPUT', `没有这个协议 / no such agreement: ${asked.agreement}`)
  progress.line(`${asked.from} – ${asked.to}`)
  const rows = Object.entries(sums).map(([name, zh]) => [`${zh} ${name}`, String(found[name] ?? '-')])
  for (const line of textTable(rows)) progress.line(line)
  for (const { place, recordId, version } of found.unexplained)
    progress.line(`✗ 去向不明 unexplained ${recordId} v${version} ${place}`)
  if (found.dueSince !== null) progress.line(`✗ 应报未报 due and not reported since ${found.dueSince}`)
  progress.line(found.closes ? '✓ 相符 it closes' : '✗ 不符 it does not close')
  return found.closes
}

interface Compared {
  readonly due: number
  readonly nodes: number
  readonly entries: number
  readonly missing: number
  readonly surplus: number
  readonly older: number
  readonly newer: number
}

interface Run {
  readonly state: string
  readonly fault: string | null
  readonly endedAt: string | null
  readonly closes: boolean | null
  readonly sent: number
  readonly found: Compared | null
  readonly after: Compared | null
  readonly differences: {
    readonly nodes: readonly {
      readonly recordId: string
      readonly kind: string
      readonly family: string
      readonly due: number | null
      readonly found: number | null
      readonly remains: boolean
    }[]
  }
}

const COMPARED = 'due nodes entries missing surplus older newer'
const RUN = `state fault endedAt closes sent found { ${COMPARED} } after { ${COMPARED} }
  differences(first: ${SHOWN}) { nodes { recordId kind family due found remains } }`

async function reconcileFully(
  hub: HubDesk,
  asked: { readonly agreement: string; readonly repair: boolean; readonly reason: string },
  progress: ProgressLines,
): Promise<boolean> {
  const begin = `mutation($agreement: ID!, $repair: Boolean, $reason: String!) {
    reconcileAgreement(agreement: $agreement, repair: $repair, reason: $reason) { id } }`
  const { reconcileAgreement: begun } = await askHub<{ reconcileAgreement: { id: string } }>(hub, begin, asked)
  progress.line(`${begun.id} 已受理 accepted`)
  let said = ''
  for (;;) {
    const query = `query($id: ID!) { exchange { fullReconciliation(id: $id) { ${RUN} } } }`
    const { exchange } = await askHub<{ exchange: { fullReconciliation: Run } }>(hub, query, { id: begun.id })
    const run = exchange.fullReconciliation
    const now = progressOf(run)
    if (now !== said) progress.line(now)
    said = now
    if (run.endedAt !== null) return told(run, progress)
    await delay(POLL_MILLIS)
  }
}

function progressOf({ state, sent, found }: Run): string {
  if (found === null) return '… 比对中 comparing'
  return state === 'REPAIRING'
    ? `… 修复中 repairing ${sent}/${differing(found)}`
    : `… ${differing(found)} 处差异 differences`
}

const differing = ({ missing, surplus, older, newer }: Compared): number => missing + surplus + older + newer

function told({ state, fault, closes, found, after, differences }: Run, progress: ProgressLines): boolean {
  for (const { recordId, kind, family, due, found: there, remains } of differences.nodes)
    progress.line(`${remains ? '✗' : ' '} ${kind} ${family} ${recordId}: ${due ?? '-'} / ${there ?? '-'}`)
  const rows = [found, after].flatMap((one) => (one === null ? [] : [Object.values(one).map(String)]))
  const heads = '应持有 due,结点 nodes,条目 entries,缺失 missing,多余 surplus,较旧 older,较新 newer'.split(',')
  if (rows.length > 0) for (const line of textTable([heads, ...rows])) progress.line(line)
  if (state === 'FAILED') throw runFault(fault ?? '')
  progress.line(closes === true ? '✓ 相符 it closes' : '✗ 不符 it does not close')
  return closes === true
}

/** @param fault as a run keeps it: a code, and after `: ` what was said */
export function runFault(fault: string): HubError {
  const [code = ''] = fault.split(':', 1)
  return hubFault(code, fault)
}

import type { Random } from '../../conformance/oracle/random.ts'
import type { Answer } from '../../resilience/hubUnderTest.ts'
import { passerBy, type SoakCaller } from './soakCallers.ts'
import type { SoakHub } from './soakHub.ts'
import type { SoakLoad, SoakRequest } from './soakLoad.ts'

/** So many requests under way are enough; a hub that is held up is not asked more. */
const MAX_UNDER_WAY = 100
const ANSWER_MILLIS = 30_000

/** What of the answers' data the next requests are made of. */
interface Told {
  readonly enterprises?: { readonly pageInfo: { readonly endCursor: string | null } } | null
  readonly personnelReportRow?: { readonly row: { readonly rowId: string } | null } | null
  readonly grantConsent?: { readonly consentId: string } | null
}

type SoakAnswer = Omit<Answer, 'data'> & { readonly data?: Told | null }

type Act = () => Promise<void>

interface Lot {
  readonly kind: string
  readonly act: Act
}

/** Asks what the mixture says, as its callers, and counts what becomes of it. */
export class SoakClients {
  readonly counts = { asked: 0, answered: 0, withErrors: 0, hungUp: 0, failed: 0, skipped: 0, stale: 0 }
  /** By what was asked. */
  readonly kinds = new Map<string, number>()
  /** Errors told, by code and division. */
  readonly codes = new Map<string, number>()
  private underWay = 0
  private cursor: string | undefined
  /** One of a hundred requests each. */
  private readonly lots: readonly Lot[]

  constructor(
    private readonly hub: SoakHub,
    private readonly load: SoakLoad,
    private readonly callers: readonly SoakCaller[],
    private readonly random: Random,
  ) {
    const asAnyone = (request: (caller: SoakCaller) => SoakRequest) => async () => {
      const caller = this.anyone()
      await this.ask(request(caller), caller)
    }
    const mixture: readonly (readonly [count: number, kind: string, act: Act])[] = [
      [26, 'look-up', asAnyone(() => load.lookUp())],
      [10, 'archive', asAnyone(({ claims }) => load.archive(claims))],
      [10, 'page', () => this.turnPage()],
      [10, 'search', asAnyone(() => load.search())],
      [20, 'ad hoc', asAnyone(() => load.adHoc())],
      [6, 'fault', asAnyone(() => load.fault())],
      [5, 'report', () => this.report()],
      [2, 'consent', () => this.consent()],
      [4, 'hang-up', () => this.hangUp()],
      [3, 'feed', () => this.feed()],
      [4, 'passer-by', () => this.passBy()],
    ]
    this.lots = mixture.flatMap(([count, kind, act]) => Array.from({ length: count }, () => ({ kind, act })))
  }

  get busy(): boolean {
    return this.underWay > 0
  }

  /** Begins the next request of the mixture. */
  next(): void {
    if (this.underWay >= MAX_UNDER_WAY) {
      this.counts.skipped += 1
      return
    }
    const { kind, act } = this.random.pick(this.lots)
    add(this.kinds, kind)
    this.underWay += 1
    act()
      .catch(() => {
        this.counts.failed += 1
      })
      .finally(() => {
        this.underWay -= 1
      })
  }

  private anyone(role?: string): SoakCaller {
    return this.random.pick(
      role === undefined ? this.callers : this.callers.filter(({ claims }) => claims.role === role),
    )
  }

  private async ask(request: SoakRequest, { headers }: SoakCaller, signal?: AbortSignal): Promise<SoakAnswer> {
    this.counts.asked += 1
    const response = await fetch(`${this.hub.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(request),
      signal: signal ?? AbortSignal.timeout(ANSWER_MILLIS),
    })
    const answer = (await response.json()) as SoakAnswer
    this.note(answer)
    return answer
  }

  private note({ errors, extensions }: SoakAnswer): void {
    this.counts.answered += 1
    if (errors) this.counts.withErrors += 1
    for (const { extensions: told = {} } of errors ?? []) add(this.codes, `${told.code} ${told.division ?? ''}`)
    if (extensions?.divisions?.some(({ state }) => state === 'STALE')) this.counts.stale += 1
  }

  private async turnPage(): Promise<void> {
    const { data } = await this.ask(this.load.page(this.cursor), this.anyone())
    this.cursor = data?.enterprises?.pageInfo.endCursor ?? undefined
  }

  private async report(): Promise<void> {
    const officer = this.random.pick(
      this.callers.filter(({ claims }) => claims.role === 'OFFICER' && claims.division === 'personnel'),
    )
    const { data } = await this.ask(this.load.report(), officer)
    const rowId = data?.personnelReportRow?.row?.rowId
    if (rowId) await this.ask(this.load.ignore(rowId), officer)
  }

  private async consent(): Promise<void> {
    const firm = this.anyone('ENTERPRISE')
    const { data } = await this.ask(this.load.grant(firm.claims), firm)
    const id = data?.grantConsent?.consentId
    if (!id) return
    await this.ask(this.load.lookUp(), this.anyone('LICENSING_WINDOW'))
    await this.ask(this.load.revoke(id), firm)
  }

  private async hangUp(): Promise<void> {
    const caller = this.anyone('INSPECTOR')
    const patience = AbortSignal.timeout(this.random.between(1, 60))
    await this.ask(this.load.archive(caller.claims), caller, patience).catch((error: Error) => {
      if (error.name !== 'TimeoutError') throw error
      this.counts.hungUp += 1
    })
  }

  private async feed(): Promise<void> {
    const { headers } = this.anyone('CREDIT_PLATFORM')
    const search = `first=20&snapshot=${this.random.chance(0.5)}&wait=${this.random.pick([0, 0, 2])}`
    this.counts.asked += 1
    const response = await fetch(`${this.hub.origin}/feed?${search}`, { headers })
    await response.arrayBuffer()
    this.counts.answered += 1
    if (!response.ok) add(this.codes, `/feed ${response.status}`)
  }

  private async passBy(): Promise<void> {
    const caller = await passerBy(this.hub.keys.issuer, this.random)
    await this.ask(this.load.lookUp(), caller)
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

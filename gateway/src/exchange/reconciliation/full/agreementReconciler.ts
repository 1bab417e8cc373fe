import { HubError } from '@hub/schema/errors/HubError'
import type { DeliveryTarget } from '../../delivery/deliveryTarget.ts'
import type { Holdings } from '../../delivery/holdings.ts'
import type { ReplayRequests } from '../../delivery/replayRequests.ts'
import type { PartnerHoldings } from '../tree/partnerHoldings.ts'
import { compareHoldings } from './comparison.ts'
import { countOf, type ReconciliationRun, type RunDifference } from './reconciliationRun.ts'
import { differenceId, type Reconciliations } from './reconciliations.ts'

export interface ReconcilerParts {
  readonly agreement: string
  readonly reconciliations: Reconciliations
  readonly holdings: Holdings
  readonly replays: ReplayRequests
}

export interface ReconcilerStep {
  /** Families of the agreement. */
  readonly families: readonly string[]
  /** Whether nothing is on its way. */
  readonly isClear: () => Promise<boolean>
  readonly openTarget: () => Promise<Pick<DeliveryTarget, 'holdings'>>
}

/** A question of the database that nobody needs oftener. */
const LOOK_MILLIS = 1_000
/** So many faults of the hub's own, one after the other, are met by looking again. */
const FAULTS_BORNE = 3

/**
 * Does the full reconciliations of an agreement that persons have asked for, between two pages of its deliveries: nothing
 * is on its way then, so whatever differs, differs. What is to be repaired it leaves to the deliveries.
 */
export class AgreementReconciler {
  private lookedAt = 0
  private faults = 0

  constructor(private readonly parts: ReconcilerParts) {}

  /** Goes one step on, where there is one to do. @returns whether there was */
  async step({ families, isClear, openTarget }: ReconcilerStep): Promise<boolean> {
    if (Date.now() - this.lookedAt < LOOK_MILLIS) return false
    this.lookedAt = Date.now()
    const run = await this.parts.reconciliations.open(this.parts.agreement)
    if (run === undefined || (run.state === 'REPAIRING' && !(await this.isRepaired(run)))) return false
    if (!(await isClear())) return false
    try {
      const known = await this.parts.holdings.familiesOf(run.agreement)
      const partner = (await openTarget()).holdings?.([...new Set([...families, ...known])].sort())
      if (partner === undefined) throw new HubError('HUB_PARTNER_UNANSWERED')
      if (run.state === 'COMPARING') await this.compare(run, partner)
      else await this.compareAgain(run, partner)
      this.faults = 0
    } catch (error) {
      const isTold = error instanceof HubError
      if (!isTold && this.faults++ < FAULTS_BORNE) throw error
      this.faults = 0
      const fault = isTold ? `${error.code}: ${error.message}` : 'INTERNAL_SERVER_ERROR'
      await this.parts.reconciliations.change(run, { state: 'FAILED', endedAt: new Date(), fault })
      if (!isTold) throw error
    }
    return true
  }

  private async isRepaired({ replay }: ReconciliationRun): Promise<boolean> {
    return replay === null || (await this.parts.replays.find(replay))?.doneAt !== null
  }

  private async compare(run: ReconciliationRun, partner: PartnerHoldings): Promise<void> {
    const { reconciliations, replays } = this.parts
    const { agreement, by, reason } = run
    const { comparison: found, differences } = await this.look(run, partner, false)
    await reconciliations.keepFound(run._id, differences)
    if (!run.repairs || countOf(found) === 0) {
      await reconciliations.change(run, { found, state: 'DONE', endedAt: new Date() })
      return
    }
    const what = { what: 'DIFFERENCES', cursor: null, before: 0, run: run._id } as const
    const replay = await replays.add({ agreement, ...what, by, reason })
    await reconciliations.change(run, { found, state: 'REPAIRING', replay: replay._id })
  }

  private async compareAgain(run: ReconciliationRun, partner: PartnerHoldings): Promise<void> {
    const { reconciliations } = this.parts
    const { comparison: after, differences } = await this.look(run, partner, true)
    await reconciliations.keepRemaining(run._id, differences)
    await reconciliations.change(run, { after, state: 'DONE', endedAt: new Date() })
  }

  private async look({ _id: run, agreement }: ReconciliationRun, partner: PartnerHoldings, remains: boolean) {
    const { holdings } = this.parts
    const { comparison, differences } = await compareHoldings(holdings, agreement, partner)
    const known = await holdings.of(
      agreement,
      differences.map(({ record }) => record),
    )
    const told = differences.map(({ record: recordId, kind, due, found }): RunDifference => {
      const holding = known.get(recordId)
      const family = holding?.family ?? found?.family ?? ''
      const subjectId = holding?.subjectId ?? found?.subjectId ?? ''
      const versions = { kind, due, found: found?.version ?? null }
      return { _id: differenceId(run, recordId), run, recordId, ...versions, family, subjectId, sentAt: null, remains }
    })
    return { comparison, differences: told }
  }
}
